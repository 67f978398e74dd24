"""The contest's results as a table: every cell is text, so that no name is ever taken for a formula."""

import csv
import io
from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook

from campaigns.models import Contest, Entry, PrizeDraw
from campaigns.ranking import places
from exams.exchange.sheets import safe


def table(contest: Contest) -> Iterator[list[str]]:
    """The head, then a line for each person, best first (three queries)."""
    who, how = [_("Rank"), _("Ticket"), _("Full name"), _("Body")], [_("Right answers"), _("Seconds"), _("Tries"), _("Last try")]
    yield [*who, *how, _("Prize")]
    done = PrizeDraw.objects.filter(contest=contest).first()
    winners = set(done.winners) if done else set()
    entries = list(
        Entry.objects.filter(contest=contest).ranked().select_related("person", "organisation").prefetch_related("plays")
    )
    found = places((entry.best_right or 0, entry.best_ms or 0) for entry in entries)
    for place, entry in zip(found, entries, strict=True):
        plays = list(entry.plays.all())
        ends = [play.finished_at for play in plays if play.finished_at]
        yield [
            str(place),
            entry.ticket,
            entry.person.full_name,
            entry.organisation.name if entry.organisation else "",
            str(entry.best_right),
            f"{(entry.best_ms or 0) / 1000:.3f}",
            str(len(plays)),
            f"{localtime(max(ends)):%Y-%m-%d %H:%M:%S}" if ends else "",
            _("won") if entry.ticket in winners else "",
        ]


def as_csv(contest: Contest) -> bytes:
    """For any spreadsheet; the mark at its head tells Excel that it is UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe(cell) for cell in line] for line in table(contest))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(contest: Contest) -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    for row, line in enumerate(table(contest), 1):
        for column, text in enumerate(line, 1):
            cell = sheet.cell(row, column, "".join(sign for sign in safe(text) if sign >= " "))
            cell.data_type = "s"
    sheet.freeze_panes = "A2"
    book.save(out)
    return out.getvalue()
