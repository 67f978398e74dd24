"""The matrix and the hours on paper (打印): the sums of the screen, then the same rows as in the files.

Laying out a page costs a hundred times more than writing a row of XLSX. So the sums are always printed, and the rows up to
a number; beyond it the paper says how many it leaves out and where they are to be had.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.dates import today
from core.pdf.papers import paper
from courses.training.exporting import Table, of_hours, of_matrix
from courses.training.hours_report import Report
from courses.training.matrix import Column, Counts, Sums
from organisations.models import Membership, Organisation

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
    body: Organisation, told: Sums, people: Sequence[Membership], shown: Sequence[Column], facts: Sequence[str]
) -> bytes:
    """The matrix as it is filtered, in the reader's language. Raises Unprintable. What is not printed is not read."""
    parts, fit = [_whole(told), *_departments(told), *_columns(shown)], len(people) * (WHO + len(shown)) <= MOST_CELLS
    made = Paper(_("Training matrix"), facts, parts, left_out=0 if fit else len(people), is_wide=True)
    return _printed(body, _with_rows(made, of_matrix(people, shown)) if fit else made)


def of_credit(body: Organisation, told: Report, facts: Sequence[str]) -> bytes:
    """The hours of a period, in the reader's language. Raises Unprintable."""
    table = of_hours(told)
    head = Part(_("Total"), [_("Minutes credited"), _("credit hours")], [[str(told.minutes), str(told.hours)]])
    return _printed(body, _with_rows(Paper(table.title, facts, [head]), table))


def of_plan(body: Organisation, table: Table) -> bytes:
    """The plan of a year, in the reader's language. Raises Unprintable."""
    return _printed(body, Paper(table.title, [], [Part(table.title, table.heads, table.rows)], is_wide=True))


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


def _with_rows(made: Paper, table: Table) -> Paper:
    if len(table.rows) * len(table.heads) > MOST_CELLS:
        return Paper(made.title, made.facts, made.parts, len(table.rows), made.is_wide)
    columns = range(WHO, len(table.heads), A_STRIP)
    strips = [_strip(table, at) for at in columns] if table.rows else []
    return Paper(made.title, made.facts, [*made.parts, *strips], is_wide=made.is_wide)


def _strip(table: Table, at: int) -> Part:
    """Everybody, with the columns from `at` on that go beside each other on a page."""
    there = [*range(WHO), *range(at, min(at + A_STRIP, len(table.heads)))]
    rows = [[row[column] for column in there] for row in table.rows]
    return Part(_("Person by person"), [table.heads[column] for column in there], rows)


def _printed(body: Organisation, made: Paper) -> bytes:
    context = {"organisation": body, "paper": made, "day": date_format(today(), "DATE_FORMAT")}
    return paper("pdf/training.html", context, title=made.title, author=body.name, day=today())
