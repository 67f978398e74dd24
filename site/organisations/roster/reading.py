"""Reading a roster (读名单): a workbook or CSV file as people, each with its row and with what is wrong in it.

Pure: it knows no framework. A file that is none is refused (core.archives.Refusal) before anything of it is used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.archives import Refusal
from core.sheets import Note, Row, Sheet, column_name, sheets
from organisations.roster import cells, columns
from organisations.roster.cells import Bad, Fault

DEEPEST_HEADING = 15
MOST_PEOPLE = 10_000
# The example of our template: whoever leaves it in does not hire it.
EXAMPLE = "示例（请删除本行）"
_KEYS = (columns.NUMBER, columns.PHONE, columns.EMAIL)


@dataclass(frozen=True)
class Person:
    """One row: what it says by column (an empty cell says nothing), and what is wrong with it."""

    row: int
    sheet: str
    said: Mapping[str, str]
    faults: tuple[Fault, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.row}" if self.sheet else str(self.row)


@dataclass(frozen=True)
class Reading:
    """What a file holds. `headings`: the columns that were read, as the file calls them."""

    people: tuple[Person, ...]
    notes: tuple[Note, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)


def read(data: bytes) -> Reading:
    """The people of a file. Raises Refusal for a file that cannot be read, or holds no roster."""
    people: list[Person] = []
    notes: list[Note] = []
    headings: dict[str, str] = {}
    headed = False
    for sheet in sheets(data):
        notes += sheet.notes
        at = _headed(sheet)
        if at is None:
            if sheet.rows:
                notes.append(Note("unknown", sheet.name, "no-headings-here", {"sheet": sheet.name}))
            continue
        headed = True
        table = _Table(sheet, at)
        people += table.people()
        notes += table.notes
        headings |= {name: table.titles[column] for name, column in table.columns.items()}
    if not headed:
        raise Refusal("no-headings")
    if not people:
        raise Refusal("nobody")
    if len(people) > MOST_PEOPLE:
        raise Refusal("too-many-people", number=len(people), most=MOST_PEOPLE)
    return Reading(tuple(_once(people)), tuple(notes), headings)


def _headed(sheet: Sheet) -> int | None:
    """Which row holds the headings: of two that stand on one another (“联系方式” over “手机号”) the lower, which says more."""
    found = None
    for at, row in enumerate(sheet.rows[:DEEPEST_HEADING]):
        if columns.is_heading_row(row.cells):
            found = at
        elif found is not None:
            break
    return found


class _Table:
    """One sheet below its headings."""

    def __init__(self, sheet: Sheet, at: int) -> None:
        self.name, self.rows = sheet.name, sheet.rows[at + 1 :]
        self.titles = [" ".join(cell.split()) for cell in sheet.rows[at].cells]
        self.columns: dict[str, int] = {}
        self.notes: list[Note] = []
        for column, title in enumerate(self.titles):
            self._learn(column, title)
        hidden = [str(row.number) for row in self.rows if row.is_hidden]
        if hidden:
            self._note("hidden-rows", "warning", number=len(hidden), rows="、".join(hidden[:20]))
        unseen = [column_name(column, self.titles[column]) for column in self.columns.values() if column in sheet.hidden]
        if unseen:
            self._note("hidden-columns", "warning", number=len(unseen), columns="、".join(unseen))

    def _learn(self, column: int, title: str) -> None:
        name = columns.meaning(title)
        if name in self.columns:
            self._note("column-twice", title=column_name(column, title), first=self.titles[self.columns[name]])
        elif name:
            self.columns[name] = column
        elif any(column < len(row.cells) and row.cells[column].strip() for row in self.rows):
            code = "not-kept" if columns.is_not_kept(title) else "unknown-column" if title else "no-heading"
            self._note(code, title=column_name(column, title)[:60])

    def _note(self, code: str, level: str = "unknown", **facts: object) -> None:
        self.notes.append(Note(level, self.name, code, facts))  # type: ignore[arg-type]  # one of the two

    def people(self) -> Iterator[Person]:
        for row in self.rows:
            if any(cell.startswith("示例") and "请删除" in cell for cell in row.cells):
                self._note("example", row=row.number)
                continue
            person = self._person(row)
            if person.said or person.faults:
                yield person

    def _person(self, row: Row) -> Person:
        said: dict[str, str] = {}
        faults: list[Fault] = []
        for name, column in self.columns.items():
            text = row.cells[column] if column < len(row.cells) else ""
            title = column_name(column, self.titles[column])
            try:
                value = cells.read(name, text, row.changed.get(column, ""))
            except Bad as bad:
                faults.append(Fault(bad.code, title, bad.facts))
                continue
            # Two people have not one number, phone or address between them: a merged cell stands for one of them.
            if value and column in row.below and name in (columns.NAME, *_KEYS):
                faults.append(Fault("merged", title))
            elif value:
                said[name] = value
        if said and not faults and not any(name in said for name in _KEYS):
            faults.append(Fault("no-key"))
        kept = tuple(row.cells[column] if column < len(row.cells) else "" for column in self.columns.values())
        return Person(row.number, self.name, said, tuple(faults), kept)


def _once(people: list[Person]) -> Iterator[Person]:
    """The same, where a number, phone or address that stands twice is refused the second time, naming the first."""
    seen: dict[tuple[str, str], Person] = {}
    for person in people:
        faults = list(person.faults)
        for name in _KEYS:
            value = person.said.get(name)
            if value is None:
                continue
            first = seen.setdefault((name, value.casefold()), person)
            if first is not person:
                faults.append(Fault("twice", name, {"text": value, "row": first.place}))
        yield (
            person
            if len(faults) == len(person.faults)
            else Person(person.row, person.sheet, person.said, tuple(faults), person.cells)
        )
