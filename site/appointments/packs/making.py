"""Making a pack (生成档案): by a job, part by part, on disk; the same state gives the same bytes (docs/algorithms/packs.md).

A job that died begins again from the start: nothing is kept before the whole file is there. Done twice, the second is the
first, for the file lies under its own digest.
"""

import datetime as dt
import io
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from appointments.packs import facts
from appointments.packs.books import Archive
from appointments.packs.facts import Period, Sheet
from appointments.packs.models import KEPT_DAYS, InspectionPack
from appointments.packs.readme import README
from core.audit import record
from core.dates import now, today
from core.jobs import enqueue
from core.keeping import Tampered, drop, keep_file, kept
from core.pdf.papers import paper
from core.typefaces import Unprintable
from core.workbooks import Book, add, digest
from organisations.models import Organisation

# Beside the sheets: the summary on paper, the letters, the list.
OTHER_PARTS = 3
BOOK, SUMMARY, NOTE, SUMS = "单位档案.xlsx", "单位档案.pdf", "说明.txt", "SHA256SUMS"
LONGEST_YEARS = 3


class Refused(Exception):
    """It cannot be made; the message says why and what to do."""


@transaction.atomic
def ask(*, organisation: Organisation, since: dt.date, until: dt.date, by: User) -> InspectionPack:
    """Have a pack made. Asked while the same is being made: that one. Raises Refused."""
    if until > today():
        raise Refused(_("The period ends today or earlier."))
    if until > since.replace(year=since.year + LONGEST_YEARS, day=min(since.day, 28)):
        raise Refused(_("A pack tells at most three years. Choose a shorter period."))
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    running = InspectionPack.objects.filter(organisation=organisation, since=since, until=until, day=today(), finished_at=None)
    if same := running.first():
        return same
    from appointments.packs import tasks

    made = InspectionPack.objects.create(organisation=organisation, since=since, until=until, by=by)
    record("pack.asked", made, by=by, organisation=str(organisation.pk), since=str(since), until=str(until))
    enqueue(tasks.make_pack, pk=str(made.pk))
    return made


def make(pk: str) -> bool:
    """Make it, unless it is made. Safe to run twice and beside itself: both write the same file."""
    held = InspectionPack.objects.select_related("organisation__industry", "organisation__district").get(pk=pk)
    if held.finished_at is not None:
        return False
    period = _period(held)
    with TemporaryDirectory() as folder, override(settings.LANGUAGE_CODE):
        _write(held, period, Path(folder))
    return True


def parts(held: InspectionPack) -> int:
    """How many parts a pack is made in, for the bar."""
    return len(facts.sheets(_period(held))) + OTHER_PARTS


def _period(held: InspectionPack) -> Period:
    return Period(held.organisation, held.since, held.until, held.day)


def _write(held: InspectionPack, period: Period, folder: Path) -> None:
    there, archive = facts.sheets(period), Archive(folder / "pack.zip", held.day)
    _book(held, there, folder / BOOK)
    with (folder / BOOK).open("rb") as file:
        archive.put(BOOK, file)
    figures = [(name, count) for sheet in there for name, count in sheet.totals.items()]
    left_out = [*_summary(period, there, figures, archive)]
    _step(held)
    left_out += _letters(period, archive)
    _step(held)
    words = README.format(
        firm=period.firm.name,
        since=period.since,
        until=period.until,
        day=period.day,
        site=settings.SITE_URL,
        figures="\n".join(f"  {name}：{count}" for name, count in figures) or "  （无）",
        left_out="\n".join(f"  {line}" for line in left_out) or "  （无）",
    )
    archive.put(NOTE, io.BytesIO(words.encode()))
    archive.put(SUMS, io.BytesIO(archive.sums().encode()))
    archive.close()
    _step(held)
    _finish(held, folder / "pack.zip", archive, figures)


def _book(held: InspectionPack, there: list[Sheet], path: Path) -> None:
    book = Book()
    for one in there:
        sheet = book.sheet(one.title, one.heads)
        for row in one.rows(one):
            add(sheet, row)
        _step(held)
    sheet = book.sheet("合计", ("项目", "数量"))
    for one in there:
        for name, count in one.totals.items():
            add(sheet, (name, count))
    book.save(path, held.day)


def _summary(period: Period, there: list[Sheet], figures: list[tuple[str, int]], archive: Archive) -> list[str]:
    """The summary on paper; what no typeface draws is told instead of drawn wrongly."""
    firm, posts, certificates = (next(one for one in there if one.title == title) for title in ("单位", "聘任", "证书"))
    again = [[*one.rows(Sheet(one.title, one.heads, one.rows))] for one in (firm, posts, certificates)]
    context = {"period": period, "firm": again[0], "posts": again[1], "certificates": again[2], "figures": figures}
    try:
        content = paper("pdf/inspection_pack.html", context, title="单位档案", author=period.firm.name, day=period.day)
    except Unprintable as fault:
        return [f"{SUMMARY}：{fault}"]
    archive.put(SUMMARY, io.BytesIO(content))
    return []


def _letters(period: Period, archive: Archive) -> list[str]:
    """The letters as they were given, one at a time; a file that is not the recorded one is left out and named."""
    left_out = []
    for one in facts.letters(period):
        folder = "授权书" if one.authorisation_id else "聘书"
        try:
            content = kept(one.key, one.sha256)
        except (Tampered, OSError):
            left_out.append(f"{folder}/{one.code}.pdf：文件缺失或与登记的摘要不符")
            continue
        archive.put(f"{folder}/{one.code}.pdf", io.BytesIO(content))
    return left_out


def _step(held: InspectionPack) -> None:
    held.done += 1
    InspectionPack.objects.filter(pk=held.pk, finished_at=None).update(done=held.done)


def _finish(held: InspectionPack, path: Path, archive: Archive, figures: list[tuple[str, int]]) -> None:
    sha256 = digest(path)
    # The file first, under its digest: a row never points at nothing.
    key = keep_file(f"packs/{sha256[:2]}/{sha256}.zip", path, sha256)
    moment = now()
    with transaction.atomic():
        mine = InspectionPack.objects.filter(pk=held.pk, finished_at=None)
        if mine.update(
            finished_at=moment,
            expires_at=moment + dt.timedelta(days=KEPT_DAYS),
            figures=figures,
            manifest=[asdict(one) for one in archive.listed],
            key=key,
            size=path.stat().st_size,
            sha256=sha256,
        ):
            record("pack.made", held, by=None, sha256=sha256, size=path.stat().st_size)


def sweep() -> int:
    """Drop files that were kept long enough and that no other pack still needs; how many packs that ended."""
    ended = 0
    for held in InspectionPack.objects.over():
        with transaction.atomic():
            if not InspectionPack.objects.over().filter(pk=held.pk).update(key=""):
                continue
            record("pack.dropped", held, by=None, sha256=held.sha256)
            if not InspectionPack.objects.filter(key=held.key).exists():
                drop(held.key)
        ended += 1
    return ended
