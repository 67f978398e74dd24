"""The matrix and the hours on paper (打印): the sums of the screen, then the same rows as in the files.

Laying out a page costs a hundred times more than writing a row of XLSX. So the sums are always printed, and the rows up to
a number; beyond it the paper says how many it leaves out and where they are to be had.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.dates import today
from core.pdf.papers import paper
from courses.exports.tables import Table, words
from courses.training.exporting import of_hours, of_matrix
from courses.training.hours_report import Report
from courses.training.matrix import Column, Counts, Sums
from organisations.models import Organisation

if TYPE_CHECKING:
    from courses.training.exporting import People

MOST_CELLS = 2_400
# Name, department, post, employee number: they are repeated on each strip of a wide matrix.
WHO = 4
A_STRIP = 6


@dataclass(frozen=True)
class Part:
    """One table of the paper, under its heading."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Paper:
    """What is printed: `facts` name what was asked for, `left_out` counts the rows that are too many."""

    title: str
    facts: Sequence[str]
    parts: list[Part] = field(default_factory=list)
    left_out: int = 0
    is_wide: bool = False


def of_training(
    body: Organisation, told: Sums, people: "People", number: int, shown: Sequence[Column], facts: Sequence[str]
) -> bytes:
    """The matrix as it is filtered, in the reader's language. Raises Unprintable. What is not printed is not read."""
    made = Paper(_("Training matrix"), facts, [_whole(told), *_departments(told), *_columns(shown)], is_wide=True)
    return _printed(body, _with_rows(made, of_matrix(people, shown), number))


def of_credit(body: Organisation, told: Report, number: int, facts: Sequence[str]) -> bytes:
    """The hours of a period, in the reader's language. Raises Unprintable."""
    table = of_hours(told)
    head = Part(_("Total"), [_("Minutes credited"), _("credit hours")], [[str(told.minutes), str(told.hours)]])
    return _printed(body, _with_rows(Paper(table.title, facts, [head]), table, number))


def of_plan(body: Organisation, table: Table) -> bytes:
    """The plan of a year, in the reader's language. Raises Unprintable."""
    return _printed(body, Paper(table.title, [], [Part(table.title, table.heads, _in_words(table))], is_wide=True))


def _whole(told: Sums) -> Part:
    return Part(_("The whole organisation"), [_("People with tasks"), *_states()], [[str(told.learners), *_counts(told.tasks)]])


def _departments(told: Sums) -> Iterator[Part]:
    if told.parts:
        lines = [[part.path or _("In no department"), str(part.people), *_counts(part.counts)] for part in told.parts]
        yield Part(_("By department"), [_("Department"), _("People with tasks"), *_states()], lines)


def _columns(shown: Sequence[Column]) -> Iterator[Part]:
    if shown:
        lines = [[column.title, *_counts(column.counts)] for column in shown]
        yield Part(_("By what is assigned"), [_("What to learn"), *_states()], lines)


def _states() -> list[str]:
    return [_("Completed it"), _("Under way, in time"), _("Begun, the date is past"), _("Never started"), _("Done of all")]


def _counts(counts: Counts) -> list[str]:
    return [*map(str, (counts.done, counts.on_time, counts.late, counts.never)), f"{counts.percent}%"]


def _with_rows(made: Paper, table: Table, number: int) -> Paper:
    """With so many people's rows, if they fit; else they are counted, and not read."""
    if number * len(table.heads) > MOST_CELLS:
        return replace(made, left_out=number)
    rows = _in_words(table)
    strips = [_strip(table, rows, at) for at in range(WHO, len(table.heads), A_STRIP)] if rows else []
    return replace(made, parts=[*made.parts, *strips])


def _in_words(table: Table) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in table.rows]


def _strip(table: Table, rows: Sequence[Sequence[str]], at: int) -> Part:
    """Everybody, with the columns from `at` on that go beside each other on a page."""
    there = [*range(WHO), *range(at, min(at + A_STRIP, len(table.heads)))]
    picked = [[row[column] for column in there] for row in rows]
    return Part(_("Person by person"), [table.heads[column] for column in there], picked)


def _printed(body: Organisation, made: Paper) -> bytes:
    context = {"organisation": body, "paper": made, "day": date_format(today(), "DATE_FORMAT")}
    return paper("pdf/training.html", context, title=made.title, author=body.name, day=today())
