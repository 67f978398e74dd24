"""The size of the holder's name: wide when it is short, as a name is written by hand, and whole when it is copied."""

from core.pdf.fitting import Line, fit, width_of

__all__ = ["Line", "fit", "fit_name", "name_lines"]
# Wider than this, pdftotext puts a blank between the characters of a name, and copying it breaks it.
_WIDEST_SPACING = 0.15


# A name that would be smaller than this on one line stands on two.
_SMALLEST_ALONE = 15.0
_WIDTH = 540
_BREAKS = "·•・‧ -"


def name_lines(name: str, families: str) -> list[str]:
    """The name on one line, or on two where one would be too small; it breaks where it is put together, else in the middle."""
    if width_of(name, families, _SMALLEST_ALONE) <= _WIDTH:
        return [name]
    middle = len(name) // 2
    joints = [at + 1 for at, sign in enumerate(name) if sign in _BREAKS and len(name) / 4 < at < len(name) * 3 / 4]
    at = min(joints, key=lambda joint: abs(joint - middle), default=middle)
    return [name[:at].rstrip(), name[at:].lstrip()]


def fit_name(name: str, families: str) -> Line:
    """The holder's name on one line."""
    spacing = _WIDEST_SPACING if len(name) <= 4 else 0.08 if len(name) <= 8 else 0
    return fit(name, families, size=40, spacing=spacing, width=_WIDTH)
