"""Tables (表格): a workbook or CSV file of questions as drafts, whoever made it.

Finds the row of headings, says which columns it does not know, and reads row by row; a sheet of cases has a row for each
part, under the material of the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from exams.exchange import rows, spelling, vocabulary
from exams.exchange.drafts import Draft, Finding, Part, Place, Reading, Refused
from exams.exchange.examples import EXAMPLE
from exams.exchange.headings import Heading, is_heading_row, table
from exams.exchange.record import Record
from exams.exchange.sheets import Row, Sheet, column_name, sheets

DEEPEST_HEADING = 15
MOST_ITEMS = 5000


def read(data: bytes, locale: str) -> Reading:
    """The drafts of a file; `locale` is the language of what no heading gives another, found out where it is empty."""
    drafts: list[Draft] = []
    findings: list[Finding] = []
    headed = False
    for sheet in sheets(data):
        findings += sheet.findings
        at = next((at for at, row in enumerate(sheet.rows[:DEEPEST_HEADING]) if is_heading_row(row.cells)), None)
        if at is None:
            if sheet.rows and not _is_ours(sheet):
                findings.append(Finding("unknown", Place(of=sheet.name), "no-headings-here", {"sheet": sheet.name}))
            continue
        headed = True
        reader = _Table(sheet, at, locale)
        read = list(reader.drafts())
        drafts += [draft for draft in read if not draft.code.startswith(EXAMPLE)]
        findings += [
            *_gathered(reader.findings),
            *(Finding("unknown", draft.place, "example") for draft in read if draft.code.startswith(EXAMPLE)),
        ]
    if not headed:
        raise Refused("no-headings")
    if len(drafts) > MOST_ITEMS:
        raise Refused("too-many-items", number=len(drafts), most=MOST_ITEMS)
    return Reading(tuple(drafts), tuple(findings))


def _gathered(findings: Iterable[Finding]) -> list[Finding]:
    """What holds for many rows of a sheet, said once, where it was met first."""
    told = list(findings)
    same = [finding for finding in told if finding.code == rows.ONE_OF_SEVERAL]
    if not same:
        return told
    lines = ", ".join(str(finding.place.number) for finding in same[:20]) + (" …" if len(same) > 20 else "")
    said = replace(same[0], params={"number": len(same), "rows": lines})
    return [said if finding is same[0] else finding for finding in told if finding is same[0] or finding not in same]


def _is_ours(sheet: Sheet) -> bool:
    """The sheet of instructions of our own template."""
    return sheet.name in vocabulary.INSTRUCTIONS


class _Table:
    """One sheet below its headings."""

    def __init__(self, sheet: Sheet, at: int, locale: str) -> None:
        heads = sheet.rows[at]
        self.name, self.titles = sheet.name, tuple(cell.strip() for cell in heads.cells)
        self.columns = table(self.titles)
        self.rows = sheet.rows[at + 1 :]
        self.findings: list[Finding] = []
        self.locale = locale or self._language()
        self._above(sheet.rows[:at])
        self._unknown(heads)
        self._hidden()

    def _language(self) -> str:
        """Of the columns whose headings name none: where others do, that of the headings, else that of the questions."""
        if any(meaning.locale for meaning in self.columns.values()):
            return vocabulary.likely_locale([self.titles[at] for at, meaning in self.columns.items() if not meaning.locale])
        stems = [at for at, meaning in self.columns.items() if meaning.field in ("stem", "part_text") and not meaning.locale]
        return vocabulary.likely_locale([row.cells[at] for row in self.rows[:200] for at in stems if at < len(row.cells)])

    def _above(self, above: Iterable[Row]) -> None:
        numbers = [str(row.number) for row in above if sum(bool(cell.strip()) for cell in row.cells)]
        if numbers:
            self._say("unknown", "rows-above", rows=", ".join(numbers))

    def _unknown(self, heads: Row) -> None:
        for at, title in enumerate(self.titles):
            if at not in self.columns and any(at < len(row.cells) and row.cells[at].strip() for row in self.rows):
                where = Place(heads.number, self.name, column=column_name(at, title))
                self.findings.append(
                    Finding("unknown", where, "unknown-column" if title else "no-heading", {"title": title[:40]})
                )
        seen: dict[Heading, int] = {}
        for at, meaning in self.columns.items():
            if meaning in seen and meaning.field not in ("tags", "running", "counted"):
                where = Place(heads.number, self.name, column=column_name(at, self.titles[at]))
                self.findings.append(Finding("unknown", where, "column-twice", {"title": self.titles[seen[meaning]]}))
            seen.setdefault(meaning, at)

    def _hidden(self) -> None:
        hidden = [str(row.number) for row in self.rows if row.is_hidden]
        if hidden:
            self._say("warning", "hidden-rows", rows=", ".join(hidden[:20]))

    def _say(self, level: str, code: str, **params: object) -> None:
        self.findings.append(Finding(level, Place(of=self.name), code, params))  # type: ignore[arg-type] # one of Level

    def drafts(self) -> Iterator[Draft]:
        fields = {meaning.field for meaning in self.columns.values()}
        return self._cases() if "part_text" in fields else self._questions()

    def _record(self, row: Row) -> Record:
        place = Place(row.number, self.name)
        record = Record(row, self.columns, self.titles, place, self.locale, self.findings)
        record.lead()
        return record

    def _questions(self) -> Iterator[Draft]:
        kind = self.name
        running = self._runs("code")
        for row in self._whole():
            filled = [cell for cell in row.cells if cell.strip()]
            if len(filled) == 1 and vocabulary.kind_of(filled[0]):
                kind = filled[0]
                continue
            draft = rows.read_row(self._record(row), kind)
            if draft is not None:
                yield replace(draft, code="") if running else draft

    def _whole(self) -> Iterator[Row]:
        """The rows, those of one question as one: its stem merged down, a choice on each line of a single column."""
        stems = {at for at, meaning in self.columns.items() if meaning.field == "stem"}
        has_lines = any(meaning.field == "options" for meaning in self.columns.values())
        held: Row | None = None
        for row in self.rows:
            if held is not None and has_lines and stems & row.below:
                held = _joined(held, row)
                continue
            if held is not None:
                yield held
            held = row
        if held is not None:
            yield held

    def _runs(self, name: str) -> bool:
        """Whether the codes only count the rows: 1, 2, 3 would stand for other questions in every other file."""
        column = next((at for at, meaning in self.columns.items() if meaning.field == name), None)
        codes = [row.cells[column].strip() for row in self._whole() if column is not None and column < len(row.cells)]
        codes = [code for code in codes if code]
        if len(codes) < 2 or codes != [str(number) for number in range(1, len(codes) + 1)]:
            return False
        self._say("warning", "running-codes", last=len(codes))
        return True

    def _cases(self) -> Iterator[Draft]:
        """A row for each part; material and code stand in the first, merged or repeated or left out in the rest."""
        group: list[Record] = []
        for row in self.rows:
            record = self._record(row)
            if group and self._begins(record, group[0]):
                yield from _case(group)
                group = []
            group.append(record)
        if group:
            yield from _case(group)

    def _begins(self, record: Record, first: Record) -> bool:
        stem, code = record.text("stem"), record.text("code")
        return bool((stem and stem != first.text("stem")) or (code and code != first.text("code")))


def _joined(first: Row, more: Row) -> Row:
    """A row with what the next one adds to it, line by line."""
    size = max(len(first.cells), len(more.cells))
    above, under = (row.cells + ("",) * (size - len(row.cells)) for row in (first, more))
    cells = tuple(
        one if at in more.below or not other.strip() else f"{one}\n{other}".strip()
        for at, (one, other) in enumerate(zip(above, under, strict=True))
    )
    return replace(first, cells=cells, changed={**first.changed, **more.changed})


def _case(group: list[Record]) -> Iterator[Draft]:
    first = group[0]
    stem = first.texts("stem", first.locales())
    if first.locale not in stem:
        first.say("error", "stem", "no-stem")
        return
    parts, rubric, locales = [], [], first.locales()
    for number, record in enumerate(group, 1):
        record.locale = first.locale
        text = record.texts("part_text", locales)
        if not text:
            record.say("error", "part_text", "no-part-text")
        area = record.text("part_area")
        total = spelling.decimal(record.text("part_marks"))
        source = "points" if record.at("points") is not None else "answer"
        scheme, marks = rows.rubric(record, source, str(number), area, total or Decimal(0), locales)
        if scheme["lines"]:
            rubric.append(scheme)
            if total is not None and marks != total:
                record.say("error", "part_marks", "points-sum", sum=spelling.plain(marks), marks=spelling.plain(total))
        parts.append(Part(str(number), text, Decimal(spelling.plain(total or marks)), area))
    use = {**rows.use(first), "marks": sum((part.marks for part in parts), Decimal(0))}
    yield Draft(kind="case", stem=stem, place=first.place, parts=tuple(parts), rule="manual", key={}, rubric=tuple(rubric), **use)
