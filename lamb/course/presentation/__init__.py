"""Presentation: a reduction as somebody would write it down and explain it, name for name."""
