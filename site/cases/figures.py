"""The figures of a case (前后对比): lines as people write them, read into numbers, and what changed. Pure.

A line is `what is measured | unit | before | after`: 报废率 | % | 4.8 | 1.2
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

MOST = 12
_LONGEST = 40


class Unreadable(ValueError):
    """A line that is no figure; `line` is what was written."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Figure:
    """One thing that was measured before and after."""

    label: str
    unit: str
    before: Decimal
    after: Decimal

    @property
    def change(self) -> str:
        """By how much in a hundred, against what it was before; whole per cent, and a dash where it was nothing before.

        >>> Figure("报废率", "%", Decimal("4.8"), Decimal("1.2")).change
        '−75%'
        >>> Figure("一次合格率", "%", Decimal(80), Decimal(96)).change, Figure("投诉", "件", Decimal(0), Decimal(2)).change
        ('+20%', '—')
        """
        if not self.before:
            return "—"
        share = ((self.after - self.before) * 100 / self.before.copy_abs()).quantize(Decimal(1), rounding="ROUND_HALF_UP")
        sign = "+" if share > 0 else "−" if share < 0 else "±"
        return f"{sign}{abs(share)}%"


def read(text: str) -> list[Figure]:
    """All lines of a text; empty ones are passed over. Raises Unreadable.

    >>> [figure.after for figure in read("报废率 | % | 4.8 | 1.2")]
    [Decimal('1.2')]
    """
    figures = [_figure(line) for line in text.splitlines() if line.strip()]
    if len(figures) > MOST:
        raise Unreadable(text.splitlines()[-1])
    return figures


def _figure(line: str) -> Figure:
    parts = [part.strip() for part in line.replace("｜", "|").split("|")]
    if len(parts) != 4 or not 0 < len(parts[0]) <= _LONGEST or len(parts[1]) > _LONGEST:
        raise Unreadable(line)
    try:
        before, after = Decimal(parts[2]), Decimal(parts[3])
    except InvalidOperation:
        raise Unreadable(line) from None
    if not (before.is_finite() and after.is_finite() and max(abs(before), abs(after)) < 10**12):
        raise Unreadable(line)
    return Figure(parts[0], parts[1], before, after)


def agree(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    """Whether two languages tell the same numbers in the same order."""
    return [(figure.before, figure.after) for figure in one] == [(figure.before, figure.after) for figure in other]
