"""The workbook (工作簿): drafts and the template as .xlsx, drafts as .csv. Every cell is text: no formula ever lives.

openpyxl takes a text that starts with = for a formula unless the cell is told what it holds, so it always is.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Side
from openpyxl.styles.borders import Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exams.exchange import spelling, vocabulary
from exams.exchange.drafts import Draft, Finding, Part, Written
from exams.exchange.examples import EXAMPLES
from exams.exchange.instructions import INSTRUCTIONS
from exams.exchange.sheets import safe
from exams.exchange.template import CHOICES, SHEETS, Column, case_columns, question_columns
from exams.exchange.vocabulary import LANGUAGES

_HEAD = PatternFill("solid", fgColor="F2F1EC")
_RULE = Border(bottom=Side(style="thin", color="B8B4A8"))
_WRAP = Alignment(wrap_text=True, vertical="top")
# So that a row of a template without examples still has its drop-downs.
_ROOM = 500


def write(drafts: Sequence[Draft], locale: str) -> Written:
    """The drafts as a workbook, headed in the language `locale`; all wordings are in it."""
    return Written(_book(drafts, locale or "zh-hans"))


def template(language: str) -> bytes:
    """The empty template with an example of each kind, headed in `language`."""
    return _book(EXAMPLES, language, with_instructions=True)


def write_csv(drafts: Sequence[Draft], locale: str) -> Written:
    """The questions as CSV for other programs: UTF-8 with a mark, or Excel shows gibberish; cases as rows of their own kind."""
    language = locale or "zh-hans"
    plain = [draft for draft in drafts if draft.kind != "case"]
    columns = question_columns(language, _most(plain))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.title(language) for column in columns])
    for draft in plain:
        writer.writerow([safe(_cell(draft, column, language)) for column in columns])
    findings = [
        Finding("warning", draft.place, "case-not-in-csv", {"code": draft.code}) for draft in drafts if draft.kind == "case"
    ]
    return Written(b"\xef\xbb\xbf" + out.getvalue().encode(), tuple(findings))


def _most(drafts: Sequence[Draft]) -> int:
    return max([CHOICES - 2, *(max(len(draft.choices), len(draft.left) + len(_spare(draft))) for draft in drafts)])


def _book(drafts: Sequence[Draft], language: str, *, with_instructions: bool = False) -> bytes:
    book = Workbook()
    book.remove(book.active)
    title = {name: words[LANGUAGES.index(language)] for name, words in SHEETS.items()}
    if with_instructions:
        _instruct(book.create_sheet(title["instructions"]), language)
    plain = [draft for draft in drafts if draft.kind != "case"]
    cases = [draft for draft in drafts if draft.kind == "case"]
    columns = question_columns(language, CHOICES if with_instructions else _most(plain))
    rows = [[_cell(draft, column, language) for column in columns] for draft in plain]
    questions = book.create_sheet(title["questions"])
    _fill(questions, columns, rows, language)
    _drop_downs(questions, columns, language, len(rows))
    if cases or with_instructions:
        sheet, columns = book.create_sheet(title["cases"]), case_columns(language)
        rows = [_part_row(draft, at, columns, language) for draft in cases for at in range(len(draft.parts))]
        _fill(sheet, columns, rows, language)
        _drop_downs(sheet, columns, language, len(rows))
    book.active = 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[str]], language: str) -> None:
    for at, column in enumerate(columns, 1):
        put(sheet, 1, at, column.title(language), head=True)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = column.width
        # Text from the first key press: otherwise 0012 becomes 12 and 1-2 the second of January.
        sheet.column_dimensions[letter].number_format = "@"
        if column.locale not in ("", language):
            sheet.column_dimensions[letter].outlineLevel = 1
            sheet.column_dimensions[letter].hidden = not any(row[at - 1] for row in rows)
    for number, row in enumerate(rows, 2):
        for at, text in enumerate(row, 1):
            if text:
                put(sheet, number, at, text)
    sheet.freeze_panes = "C2"
    sheet.sheet_properties.outlinePr.summaryRight = False


def put(sheet: Worksheet, row: int, column: int, text: str, *, head: bool = False) -> None:
    """Write one cell as text, whatever it starts with."""
    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_767]
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _WRAP
    if head:
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _RULE


def _drop_downs(sheet: Worksheet, columns: Sequence[Column], language: str, rows: int) -> None:
    at = LANGUAGES.index(language)
    lists = {
        "kind": [words[at] for kind, words in vocabulary.KINDS.items() if kind != "case"],
        "difficulty": list("12345"),
        "purpose": [words[at] for words in vocabulary.PURPOSES.values()],
        "rule": [words[at] for rule, words in vocabulary.RULES.items() if rule != "match_correct"],
    }
    for number, column in enumerate(columns, 1):
        if column.field in lists:
            choice = DataValidation(type="list", formula1=f'"{",".join(lists[column.field])}"', allow_blank=True)
            choice.errorStyle = "warning"
            letter = get_column_letter(number)
            choice.add(f"{letter}2:{letter}{rows + _ROOM}")
            sheet.add_data_validation(choice)


def sheet_of(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """A plain table as a workbook, its first row as headings; every cell text."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for number, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            put(sheet, number, at, text, head=number == 1)
    for at in range(1, len(rows[0]) + 1):
        sheet.column_dimensions[get_column_letter(at)].width = min(60, max(10, *(2 * len(row[at - 1]) for row in rows[:50])))
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _instruct(sheet: Worksheet, language: str) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 96
    for number, (what, how) in enumerate(INSTRUCTIONS[language], 1):
        put(sheet, number, 1, what, head=number == 1)
        put(sheet, number, 2, how, head=number == 1)


def _cell(draft: Draft, column: Column, language: str) -> str:
    """What a question's cell holds."""
    if column.option >= 0:
        return _option(draft, column.option, column.locale)
    if column.field == "answer":
        return _answer(draft, language) if not column.locale else _answer_in(draft, column.locale)
    return _FIELDS[column.field](draft, column.locale, language)


def _words(words: Mapping[str, tuple[str, ...]], name: str, language: str) -> str:
    return words[name][LANGUAGES.index(language)] if name in words else ""


def _rule(draft: Draft, _locale: str, language: str) -> str:
    """Only where it is not what the kind is marked by anyway."""
    usual = {"multiple": "cn_multi", "short": "manual"}.get(draft.kind, draft.rule)
    return "" if draft.rule == usual else _words(vocabulary.RULES, draft.rule, language)


def _tolerance(draft: Draft, _locale: str, _language: str) -> str:
    if draft.kind != "numeric":
        return ""
    share = draft.key.get("relative")
    tolerance = str(draft.key.get("tolerance", "0"))
    return f"{spelling.plain(Decimal(share) * 100)}%" if share else "" if tolerance == "0" else tolerance


_FIELDS: dict[str, Callable[[Draft, str, str], str]] = {
    "code": lambda draft, _locale, _language: draft.code,
    "kind": lambda draft, _locale, language: _words(vocabulary.KINDS, draft.kind, language),
    "stem": lambda draft, locale, _language: draft.stem.get(locale, ""),
    "explanation": lambda draft, locale, _language: draft.explanation.get(locale, ""),
    "difficulty": lambda draft, _locale, _language: str(draft.difficulty),
    "marks": lambda draft, _locale, _language: spelling.plain(draft.marks),
    "areas": lambda draft, _locale, _language: ", ".join(f"{of}:{area}" for of, area in draft.areas.items()),
    "objective": lambda draft, _locale, _language: draft.objective,
    "source": lambda draft, _locale, _language: draft.source,
    "tags": lambda draft, _locale, _language: ", ".join(draft.tags),
    "unit": lambda draft, _locale, _language: draft.unit,
    "tolerance": _tolerance,
    "rule": _rule,
    "last": lambda draft, _locale, _language: "".join(line.id for line in draft.choices if line.last),
    "purpose": lambda draft, _locale, language: _words(vocabulary.PURPOSES, draft.purpose, language),
}


def _option(draft: Draft, at: int, locale: str) -> str:
    """A choice, or for matching a pair: 左 | 右, the counterparts that fit nothing at the end."""
    if draft.kind != "matching":
        return draft.choices[at].text.get(locale, "") if at < len(draft.choices) else ""
    right = {line.id: line for line in draft.right}
    if at < len(draft.left):
        line = draft.left[at]
        words = line.text.get(locale, ""), right[draft.key["pairs"][line.id]].text.get(locale, "")
        return " | ".join(words) if all(words) else ""
    spare = _spare(draft)
    at -= len(draft.left)
    return f"| {right[spare[at]].text[locale]}" if at < len(spare) and locale in right[spare[at]].text else ""


def _spare(draft: Draft) -> list[str]:
    used = set(draft.key.get("pairs", {}).values())
    return [line.id for line in draft.right if line.id not in used]


def _truth(draft: Draft, language: str) -> str:
    return {"zh-hans": ("错", "对"), "zh-hant": ("錯", "對"), "en": ("F", "T")}[language][bool(draft.key["correct"])]


def _answer(draft: Draft, language: str) -> str:
    written: dict[str, Callable[[], str]] = {
        "single": lambda: str(draft.key["correct"]),
        "truefalse": partial(_truth, draft, language),
        "multiple": lambda: "".join(draft.key["correct"]) if "correct" in draft.key else _shares(draft),
        "numeric": lambda: str(draft.key["value"]),
        "ordering": lambda: "".join(draft.key["order"]),
        "matching": lambda: "",
        "fillin": lambda: spelling.written_words(draft.key["blanks"]),
        "short": lambda: _short(draft, language),
    }
    return written[draft.kind]()


def _shares(draft: Draft) -> str:
    return ", ".join(f"{name}={worth}" for name, worth in draft.key["map"].items())


def _short(draft: Draft, locale: str) -> str:
    if draft.rule == "text":
        return spelling.written_words(draft.key["blanks"])
    return _points(draft, "1", locale)


def _answer_in(draft: Draft, locale: str) -> str:
    return _points(draft, "1", locale) if draft.kind == "short" and draft.rule == "manual" else ""


def _points(draft: Draft, part: str, locale: str) -> str:
    lines: list[dict[str, Any]] = next((scheme["lines"] for scheme in draft.rubric if scheme["part"] == part), [])
    if not all(locale in line["text"] for line in lines):
        return ""
    return spelling.written_points([(line["text"][locale], spelling.plain(Decimal(line["marks"]))) for line in lines])


def _part_row(draft: Draft, at: int, columns: Sequence[Column], language: str) -> list[str]:
    """A case's row: all of it in the first, only the part in the rest."""
    part = draft.parts[at]
    return [_part_cell(draft, part, column, language, is_first=at == 0) for column in columns]


def _part_cell(draft: Draft, part: Part, column: Column, language: str, *, is_first: bool) -> str:
    of_part = {
        "part": part.id,
        "part_text": part.text.get(column.locale, ""),
        "part_area": part.area,
        "part_marks": spelling.plain(part.marks),
        "points": _points(draft, part.id, column.locale),
    }
    if column.field in of_part:
        return of_part[column.field]
    if column.field == "code":
        return draft.code
    if not is_first:
        return ""
    return _FIELDS["stem" if column.field == "material" else column.field](draft, column.locale, language)
