"""Keeping what can be read of office files (文字预览): made once for each digest, in a job, and never rewritten."""

import hashlib
from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from cms import pagecache
from core import jobs
from core.handed_in import OFFICE, BadFile, HandedIn
from core.keeping import Tampered, keep, kept
from schools.excerpting import Unreadable, excerpt
from schools.models import Excerpt, PackFile
from schools.neutralising import neutral

AT_ONCE = 100
_KINDS = frozenset(OFFICE.values())


def read_later(key: str, sha256: str, mime: str) -> None:
    """A file that nobody has read yet, now that it is kept."""
    from schools.tasks import read_office

    if mime in _KINDS and not Excerpt.objects.filter(sha256=sha256).exists():
        jobs.enqueue(read_office, key=key, sha256=sha256, mime=mime)


def make(key: str, sha256: str, mime: str) -> Excerpt:
    """Read the file and keep its words. May run twice: the first is kept."""
    known = Excerpt.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    made, _new = Excerpt.objects.get_or_create(sha256=sha256, defaults=_read(key, sha256, mime))
    # A public page that was drawn meanwhile does not offer it yet.
    pagecache.purge("schools")
    return made


def _read(key: str, sha256: str, mime: str) -> dict[str, str | bool]:
    try:
        file = neutral(HandedIn(kept(key, sha256), "", mime))
        words = excerpt(file.content, mime)
    except (Unreadable, BadFile, Tampered, FileNotFoundError):
        return {}
    content = words.html.encode()
    digest = hashlib.sha256(content).hexdigest()
    name = keep(f"resources/read/{sha256}-{digest[:16]}.html", content)
    return {"key": name, "made": digest, "is_cut": words.is_cut}


def readable(files: Iterable[PackFile]) -> list[PackFile]:
    """The files, each office file with `is_readable` (1 query, without such files none)."""
    rows = list(files)
    office = [one.sha256 for one in rows if one.mime in _KINDS]
    known = set(Excerpt.objects.filter(sha256__in=office).exclude(key="").values_list("sha256", flat=True)) if office else set()
    for one in rows:
        one.is_readable = one.sha256 in known
    return rows


def words(file: PackFile) -> tuple[SafeString, bool] | None:
    """What can be read of the file, and whether it is only the beginning. None: nothing, or not yet."""
    found = Excerpt.objects.filter(sha256=file.sha256).exclude(key="").first()
    if found is None:
        return None
    try:
        return mark_safe(kept(found.key, found.made).decode()), found.is_cut  # noqa: S308  cleaned when made, its digest is checked
    except (Tampered, FileNotFoundError):
        return None


def sweep() -> int:
    """Have read what nobody has read: files of before there were previews. How many."""
    from schools.tasks import read_office

    rows = PackFile.objects.filter(mime__in=_KINDS).exclude(key="").exclude(sha256__in=Excerpt.objects.values("sha256"))
    owed = rows.values_list("key", "sha256", "mime").distinct()[:AT_ONCE]
    return sum(jobs.take_up(read_office, key=key, sha256=sha256, mime=mime) for key, sha256, mime in owed)
