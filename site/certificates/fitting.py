"""The size of the holder's name: wide when it is short, as a name is written by hand, and whole when it is copied."""

from core.pdf.fitting import Line, fit

__all__ = ["Line", "fit", "fit_name"]
# Wider than this, pdftotext puts a blank between the characters of a name, and copying it breaks it.
_WIDEST_SPACING = 0.15


def fit_name(name: str, families: str) -> Line:
    """The holder's name on one line."""
    spacing = _WIDEST_SPACING if len(name) <= 4 else 0.08 if len(name) <= 8 else 0
    return fit(name, families, size=40, spacing=spacing, width=540)
