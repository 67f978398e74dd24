"""Taking in a package (上传课件包): looked at as a whole, unpacked, and then a row. What is refused leaves nothing behind."""

from dataclasses import replace
from pathlib import PurePath
from typing import IO

from django.db import transaction

from accounts.models import User
from core.audit import record
from courses.models import Package
from courses.packages import filetypes, keeping, manifest, needs, reading
from courses.packages.outline import Contents, Outline


def upload(*, file: IO[bytes], name: str, size: int, by: User, title: str = "", replaces: Package | None = None) -> Package:
    """A new package, or the next version of one. Raises core.archives.Refusal."""
    archive = reading.open_archive(file, size)
    contents = reading.read(archive)
    sha256 = keeping.digest(file)
    unpacked = keeping.unpack(archive, contents, sha256)
    outline = _with_needs(contents, sha256)
    with transaction.atomic():
        package = Package(
            title=(title or contents.outline.title)[:200],
            kind=contents.outline.kind,
            file_name=PurePath(name).name[:200],
            sha256=sha256,
            size=unpacked,
            outline=outline.as_dict(),
            left_out=list(contents.left_out[:500]),
            uploaded_by=by,
        )
        if replaces is not None:
            _supersede(replaces, package)
        package.save()
        record("package.uploaded", package, by=by, version=package.version, sha256=sha256)
    return package


def _with_needs(contents: Contents, sha256: str) -> Outline:
    """What the package says of itself, and what it asks for that it will not get here."""
    names = [name for name in contents.files if filetypes.ending(name) in needs.LOOKED_INTO][: needs.MOST]
    texts = ((name, _text(sha256, name)) for name in names)
    asked = needs.of(texts, _text(sha256, manifest.NAME), contents.left_out)
    outline = contents.outline
    return replace(outline, extra=outline.extra | {"needs": asked}) if asked else outline


def _text(sha256: str, name: str) -> str:
    """The beginning of a kept file, as far as anything is looked for in it."""
    content = keeping.opened(sha256, name)
    if content is None:
        return ""
    with content:
        return content.read(needs.LARGEST).decode(errors="replace")


def _supersede(old: Package, new: Package) -> None:
    """The newest number of the family; what stood there before can no longer be chosen, but stays for who began with it."""
    family = Package.objects.select_for_update().filter(key=old.key)
    new.key, new.version = old.key, max(family.values_list("version", flat=True)) + 1
    family.update(state=Package.State.REPLACED)
