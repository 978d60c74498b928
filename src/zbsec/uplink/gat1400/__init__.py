"""GA/T 1400-2017, the interface of police video and image information databases (视图库)."""
