"""Reading an upload (读取课件包): which kind it is, whether it can be played, and which of its files are kept. Pure.

The manifest may stand in a folder, as happens when a folder is packed instead of what lies in it.
"""

from typing import IO

from core.archives import MEGABYTE, Archive, Bounds, Refusal
from courses.packages import filetypes, h5p, manifest
from courses.packages.outline import Contents, Outline
from courses.packages.paths import folded

LARGEST_UPLOAD = 300 * MEGABYTE
LARGEST_MANIFEST = 5 * MEGABYTE
PACKAGE = Bounds(entries=8000, unpacked=1000 * MEGABYTE, nested=True)
_OTHERS = {"cmi5.xml": "cmi5", "tincan.xml": "Tin Can (xAPI)", "imsmanifest_cc.xml": "Common Cartridge"}
_AICC = (".au", ".crs")


def open_archive(file: IO[bytes], size: int) -> Archive:
    """The upload under its guard. Raises Refusal."""
    if not size:
        raise Refusal("empty-file")
    if size > LARGEST_UPLOAD:
        raise Refusal("too-large", megabytes=LARGEST_UPLOAD // MEGABYTE)
    return Archive(file, size, PACKAGE)


def read(archive: Archive) -> Contents:
    """What the archive holds. Raises Refusal, which names what is missing."""
    names = [name for name in archive.names if not name.startswith("__MACOSX/")]
    if programs := [name for name in names if filetypes.verdict(name) == "refused"]:
        raise Refusal("program", name=programs[0][:80], number=len(programs))
    found = _found(names)
    top = found[: -len(found.rpartition("/")[2])]
    files = {name.removeprefix(top): name for name in names if name.startswith(top) and filetypes.verdict(name) == "kept"}
    outline = _outline(archive, found, files)
    _check_paths(files)
    _check_launches(outline, files)
    kept = set(files.values())
    return Contents(outline, files, tuple(sorted(name for name in archive.names if name not in kept)))


def _found(names: list[str]) -> str:
    """The manifest nearest to the top; SCORM before H5P."""
    for wanted in (manifest.NAME, h5p.NAME):
        matches = [name for name in names if name.rpartition("/")[2].lower() == wanted]
        if matches:
            return min(matches, key=lambda name: (name.count("/"), name))
    for name in names:
        if other := _OTHERS.get(name.rpartition("/")[2].lower()):
            raise Refusal("other-standard", standard=other)
    if within := next((name for name in names if name.lower().endswith((".zip", ".h5p"))), ""):
        raise Refusal("package-within", name=within[:80])
    if all(any(name.lower().endswith(kind) for name in names) for kind in _AICC):
        raise Refusal("other-standard", standard="AICC")
    raise Refusal("no-manifest")


def _outline(archive: Archive, found: str, files: dict[str, str]) -> Outline:
    data = archive.read(found, LARGEST_MANIFEST)
    if len(data) > LARGEST_MANIFEST:
        raise Refusal("manifest-broken", line=0)
    here = {folded(path) for path in files}
    return manifest.read(data, here) if found.lower().endswith(manifest.NAME) else h5p.read(data, files)


def _check_paths(files: dict[str, str]) -> None:
    """Two names that a reader of Windows cannot tell apart would be one file."""
    seen: dict[str, str] = {}
    for path in files:
        if (twin := seen.setdefault(folded(path), path)) != path:
            raise Refusal("twin-names", first=twin[:80], second=path[:80])


def _check_launches(outline: Outline, files: dict[str, str]) -> None:
    here = {folded(path) for path in files}
    for unit in outline.units:
        if folded(unit.file) not in here:
            raise Refusal("launch-absent", item=unit.title[:80], file=unit.file[:120])
