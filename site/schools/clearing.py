"""Clearing files (查毒放行): with a scanner set, no file is given to anybody before it was looked at and nothing was found."""

from collections.abc import Iterable
from contextlib import suppress

from django.utils.translation import gettext as _

from core import jobs, scanning
from core.handed_in import BadFile, HandedIn
from core.keeping import Tampered, kept
from schools.models import PackFile, Scan

AT_ONCE = 100


def admit(file: HandedIn) -> None:
    """Look at a file that is handed in. Raises BadFile for malware. While the scanner is away the file is kept back."""
    if not scanning.is_set():
        return
    with suppress(scanning.ScannerAway):
        _refuse(_look(file.sha256, file.content))


def ask_later(key: str, sha256: str) -> None:
    """A file that no scanner has seen yet, now that it is kept."""
    from schools.tasks import scan

    if not is_cleared(sha256):
        jobs.enqueue(scan, key=key, sha256=sha256)


def is_cleared(sha256: str) -> bool:
    return not scanning.is_set() or Scan.objects.filter(sha256=sha256, found="").exists()


def cleared(files: Iterable[PackFile]) -> list[PackFile]:
    """Those that may be given out (1 query, without a scanner none)."""
    rows = list(files)
    if not scanning.is_set():
        return rows
    clean = set(Scan.objects.filter(sha256__in=[one.sha256 for one in rows], found="").values_list("sha256", flat=True))
    return [one for one in rows if one.sha256 in clean]


def scan_kept(key: str, sha256: str) -> bool:
    """Look at a file that lies here already. May run twice. Raises ScannerAway, for the job to try again."""
    try:
        return _look(sha256, kept(key, sha256)).is_clean
    except (Tampered, FileNotFoundError):
        return False


def sweep() -> int:
    """Have looked at what no scanner has seen: files of before it was set, or of while it was away. How many."""
    if not scanning.is_set():
        return 0
    from schools.tasks import scan

    seen = Scan.objects.values("sha256")
    owed = PackFile.objects.exclude(key="").exclude(sha256__in=seen).values_list("key", "sha256").distinct()[:AT_ONCE]
    return sum(jobs.take_up(scan, key=key, sha256=sha256) for key, sha256 in owed)


def _look(sha256: str, content: bytes) -> Scan:
    known = Scan.objects.filter(sha256=sha256).first()
    if known is None:
        found = scanning.scanner().scan(content)
        known, _new = Scan.objects.get_or_create(sha256=sha256, defaults={"found": found[:200]})
    return known


def _refuse(scan: Scan) -> None:
    if not scan.is_clean:
        raise BadFile(_("The scanner found malware in it (%(found)s). Clean the device it comes from.") % {"found": scan.found})
