"""Making the file of an export (生成文件), on disk, row by row; and dropping it when it was kept long enough.

A job that died begins again from the start: nothing is fetched before the whole file is there. The name under which a file will
lie is noted before it is written, so that what a dead worker left is found and dropped.
"""

import datetime as dt
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.utils.translation import override

from core.audit import record
from core.dates import now, today
from core.keeping import drop, keep_file
from core.typefaces import Unprintable
from core.workbooks import digest
from courses.exports import orders
from courses.exports.tables import write
from courses.models import ReportExport
from courses.models.exports import KEPT_DAYS, TOLD_DAYS


def make(pk: str) -> bool:
    """Make it, unless it is made."""
    held = ReportExport.objects.told().get(pk=pk)
    if held.finished_at is not None:
        return False
    with TemporaryDirectory() as folder, override(held.language):
        path, order = Path(folder) / f"export.{held.kind}", orders.of(held)
        try:
            if held.kind == "pdf":
                assert order.paper is not None  # noqa: S101 - asked for by no page otherwise
                path.write_bytes(order.paper())
            else:
                write(order.table(), held.kind, path, today(), partial(_step, held))
        except Unprintable as fault:
            return bool(_open(held).update(finished_at=now(), fault=" ".join(fault.characters)[:200]))
        return _keep(held, path, order.rows)


def _open(held: ReportExport) -> Any:
    return ReportExport.objects.filter(pk=held.pk, finished_at=None)


def _step(held: ReportExport, done: int) -> None:
    _open(held).update(done=min(done, held.rows))


def _keep(held: ReportExport, path: Path, rows: int) -> bool:
    sha256, size = digest(path), path.stat().st_size
    name = f"exports/{held.pk}-{sha256[:16]}.{held.kind}"
    if not _open(held).update(key=name):
        return False
    if held.key and held.key != name:
        drop(held.key)
    key, moment = keep_file(name, path, sha256), now()
    told = {"key": key, "size": size, "sha256": sha256, "rows": rows, "done": rows}
    return bool(_open(held).update(finished_at=moment, expires_at=moment + dt.timedelta(days=KEPT_DAYS), **told))


def first_of_these(held: ReportExport) -> ReportExport:
    """The earliest with the very same bytes that is still kept; the others of them go, with their files."""
    alike = ReportExport.objects.told().filter(by=held.by, same=held.same, sha256=held.sha256, expires_at__gt=now())
    first = alike.exclude(key="").order_by("asked_at", "pk").first() if held.sha256 else None
    if first is None or first == held:
        return held
    ReportExport.objects.filter(pk=held.pk).delete()
    drop(held.key)
    return first


def sweep() -> int:
    """Drop files that were kept long enough, and lines that were told for a year; how many files."""
    ended = 0
    for held in ReportExport.objects.over():
        with transaction.atomic():
            if not ReportExport.objects.over().filter(pk=held.pk).update(key="", finished_at=held.finished_at or now()):
                continue
            record("export.dropped", held, by=None, sha256=held.sha256)
        drop(held.key)
        ended += 1
    ReportExport.objects.filter(asked_at__lt=now() - dt.timedelta(days=TOLD_DAYS), key="").delete()
    return ended
