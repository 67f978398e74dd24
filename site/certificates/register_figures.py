"""The register's figures as a page and a file show them: rows of cells, bars of a picture, lines of a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from certificates.counting import Figures
from certificates.presentation import looks
from certificates.status import Status
from certificates.suppression import TOTAL, Table

_TALLEST = 160
_TOP = 20


@dataclass(frozen=True)
class Bar:
    """A quarter's bar; without a height where the number is withheld."""

    quarter: int
    count: int | None
    x: str
    middle: str
    y: float
    height: float


@dataclass(frozen=True)
class Line:
    """A row of a table: its name, its counts, their sum. None: withheld."""

    name: str
    cells: list[tuple[str, int | None]]
    total: int | None


@dataclass(frozen=True)
class Year:
    """A scheme's year: by quarter and status, and as a picture."""

    heads: list[str]
    lines: list[Line]
    totals: Line
    bars: list[Bar]


def by_year(figures: Figures, names: Mapping[str, str]) -> list[Line]:
    """A line for each scheme, a cell for each year."""
    years = figures.years
    return [
        Line(
            names.get(scheme, scheme),
            [(str(year), years.cell(scheme, year)) for year in years.columns],
            years.cell(scheme, TOTAL),
        )
        for scheme in years.rows
    ]


def all_schemes(figures: Figures) -> Line:
    """The sums below them."""
    years = figures.years
    return Line("", [(str(year), years.cell(TOTAL, year)) for year in years.columns], years.total)


def of_year(table: Table[int, str]) -> Year:
    """A scheme's year; a status that nobody has is left out."""
    words = {status.value: str(looks()[status].word) for status in Status}
    columns = [status for status in table.columns if table.cell(TOTAL, status) != 0]
    lines = [_line(table, quarter, columns, words) for quarter in table.rows]
    totals = _line(table, TOTAL, columns, words)
    return Year([words[status] for status in columns], lines, totals, _bars(table))


def _line(table: Table[int, str], row: int | str, columns: list[str], words: Mapping[str, str]) -> Line:
    return Line(str(row), [(words[status], table.cell(row, status)) for status in columns], table.cell(row, TOTAL))


def _bars(table: Table[int, str]) -> list[Bar]:
    counts = [table.cell(quarter, TOTAL) for quarter in table.rows]
    highest = max((count for count in counts if count), default=0)
    return [
        _bar(at, len(counts), quarter, count, highest) for at, (quarter, count) in enumerate(zip(table.rows, counts, strict=True))
    ]


def _bar(at: int, bars: int, quarter: int, count: int | None, highest: int) -> Bar:
    height = round(_TALLEST * count / highest, 1) if count and highest else 0.0
    share = 100 / bars
    return Bar(
        quarter, count, f"{(at + 0.2) * share:.2f}%", f"{(at + 0.5) * share:.2f}%", round(_TOP + _TALLEST - height, 1), height
    )


HEADINGS = ("scheme", "year", "quarter", "status", "certificates", "withheld")


def rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    """Every figure for programs: one line each, `all` for a sum, an empty number and `yes` where one is withheld."""
    yield HEADINGS
    years = figures.years
    for scheme in (*years.rows, TOTAL):
        for year in (*years.columns, TOTAL):
            yield _row(scheme, year, TOTAL, TOTAL, years.cell(scheme, year))
    for (scheme, year), table in figures.quarters.items():
        for quarter in (*table.rows, TOTAL):
            for status in (*table.columns, TOTAL):
                if (quarter, status) != (TOTAL, TOTAL):
                    yield _row(scheme, year, quarter, status, table.cell(quarter, status))


def _row(scheme: object, year: object, quarter: object, status: object, count: int | None) -> tuple[str, ...]:
    named = ("all" if one == TOTAL else str(one) for one in (scheme, year, quarter, status))
    return (*named, "" if count is None else str(count), "yes" if count is None else "no")
