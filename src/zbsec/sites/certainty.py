"""How surely the library knows what a source says."""

from __future__ import annotations

from zbsec.sites.text import Labelled


class Certainty(Labelled):
    """One letter per fact. Nothing of certainty D is a rule here."""

    A = "A", "the primary text was read in full", "已通读原文"
    B = "B", "part of the primary text, or a page quoting the clause, was read", "读过部分原文或条文引述"
    C = "C", "a secondary description", "据二手资料"
    D = "D", "general knowledge", "一般常识"
