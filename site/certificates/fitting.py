"""The size of the holder's name: wide when it is short, as a name is written by hand, and whole when it is copied."""

from core.pdf.fitting import Line, fit, width_of

__all__ = ["Line", "fit", "fit_name", "set_name"]
# Wider than this, pdftotext puts a blank between the characters of a name, and copying it breaks it.
_WIDEST_SPACING = 0.15
# A name that would be smaller than this on one line stands on two, and smaller than that on more, in points.
_SMALLEST_ALONE, _SMALLEST = 15.0, 12.0
# How large it is at most where it has several lines, and how many lines it has at most.
_SEVERAL, _MOST = 20.0, 6
_WIDTH = 540
# The height of its room, and how far apart its lines stand.
ROOM, LINE = 59.0, 1.4
_BREAKS = "·•・‧ -"


def set_name(name: str, families: str) -> tuple[list[str], Line]:
    """The lines of the name and how each is set: inside its room, however long it is."""
    if width_of(name, families, _SMALLEST_ALONE) <= _WIDTH:
        return [name], fit_name(name, families)
    settings = [_on(count, name, families) for count in range(2, _MOST + 1)]
    size, lines = next((one for one in settings if one[0] >= _SMALLEST), max(settings, key=lambda one: one[0]))
    return lines, Line(f"{size:.2f}", "0.00", "0.00")


def fit_name(name: str, families: str) -> Line:
    """The holder's name on one line."""
    spacing = _WIDEST_SPACING if len(name) <= 4 else 0.08 if len(name) <= 8 else 0
    return fit(name, families, size=40, spacing=spacing, width=_WIDTH)


def _on(count: int, name: str, families: str) -> tuple[float, list[str]]:
    """On so many lines, and how large; it breaks where it is put together, else in equal parts."""
    part = len(name) / count
    joints = [at + 1 for at, sign in enumerate(name) if sign in _BREAKS]
    cuts = [0]
    for middle in (len(name) * number // count for number in range(1, count)):
        near = [joint for joint in joints if abs(joint - middle) < part / 2]
        cuts.append(min(near, key=lambda joint: abs(joint - middle), default=middle))
    lines = [name[first:last].strip() for first, last in zip(cuts, [*cuts[1:], None], strict=True)]
    widest = max(width_of(line, families, 1) for line in lines)
    return min(_SEVERAL, _WIDTH / widest, ROOM / (LINE * count)), lines
