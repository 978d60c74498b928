"""An acceptance report as a document: one self-contained page for the screen and for A4 paper, and the same as PDF."""
