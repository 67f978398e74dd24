"""Taking the sting out of files (净化): what a file of a lesson never needs is taken away, or the file is refused in words.

Pictures are drawn anew. A PDF is written anew without scripts, actions that start by themselves and files within it, and without
whatever stood before its beginning or after its end. An Office file passes the guard of archives; programs, foreign objects and
links that load by themselves are refused.
"""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.archives import MEGABYTE, Archive, Bounds, Refusal
from core.handed_in import BadFile, HandedIn

_BOUNDS = Bounds(entries=2000, unpacked=80 * MEGABYTE)
# Parts that are programs, or are run by another program than the one that shows the file.
_PROGRAMS = re.compile(
    r"vbaproject|vbadata|activex|macrosheets|/embeddings/.*\.(bin|exe|js|vbs|bat|cmd|lnk)$|customui", re.IGNORECASE
)
_EXTERNAL = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ACTIONS = ("/OpenAction", "/AA")
_HARMFUL = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMedia")


def neutral(file: HandedIn) -> HandedIn:
    """The file as it may be given to others. Raises BadFile."""
    if file.mime.startswith("image/"):
        return file.redrawn()
    if file.mime == "application/pdf":
        return replace(file, content=_pdf(file.content))
    _office(file.content)
    return file


def _pdf(content: bytes) -> bytes:
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(content)) as document:
            for name in _ACTIONS:
                _drop(document.Root, name)
            if "/Names" in document.Root:
                for name in ("/JavaScript", "/EmbeddedFiles"):
                    _drop(document.Root.Names, name)
            _drop(document.Root, "/AF")
            for page in document.pages:
                _drop(page.obj, "/AA")
            for held in document.objects:
                _tame(held)
            document.save(out, deterministic_id=True)
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError) as fault:
        raise BadFile(_("This PDF is damaged and cannot be opened. Save it anew and choose it again.")) from fault
    return out.getvalue()


def _drop(held: Any, name: str) -> None:
    if name in held:
        del held[name]


def _tame(held: Any) -> None:
    """An action that would run something is left without one; what it stood on is still shown."""
    if not isinstance(held, pikepdf.Dictionary):
        return
    for name in ("/A", "/AA", "/JS"):
        value = held.get(name)
        if name == "/AA" or (name == "/JS" and value is not None) or _is_harmful(value):
            _drop(held, name)
    if str(held.get("/S", "")) in _HARMFUL:
        held["/S"] = pikepdf.Name("/URI")
        held["/URI"] = pikepdf.String("")


def _is_harmful(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and str(value.get("/S", "")) in _HARMFUL


def _office(content: bytes) -> None:
    try:
        archive = Archive(BytesIO(content), len(content), _BOUNDS)
        if any(_PROGRAMS.search(name) for name in archive.names):
            raise BadFile(_("This file holds macros, which are programs. Save it without them and choose it again."))
        for name, part in archive.items():
            _part(name, part)
    except Refusal as refusal:
        words = _REFUSALS.get(refusal.code, _REFUSALS["broken-archive"])
        raise BadFile(str(words) % refusal.facts) from refusal


def _part(name: str, part: bytes) -> None:
    low = name.lower()
    if low.endswith((".xml", ".rels")) and _ENTITIES.search(part):
        raise BadFile(_("This file declares entities, which no office program writes. Save it anew and choose it again."))
    if low == "[content_types].xml" and b"macroenabled" in part.lower():
        raise BadFile(_("This file holds macros, which are programs. Save it without them and choose it again."))
    if low.endswith(".rels") and any(not _HYPERLINK.search(link) for link in _EXTERNAL.findall(part)):
        raise BadFile(_("This file loads something from elsewhere when it is opened. Take that link out and choose it again."))


_REFUSALS: dict[str, "Promise"] = {
    "broken-archive": gettext_lazy("This file is damaged and cannot be opened. Save it anew and choose it again."),
    "too-many-entries": gettext_lazy("This file is made of %(entries)s parts; at most %(most)s are taken."),
    "bomb": gettext_lazy("This file unpacks to far more than it should. Save it anew and choose it again."),
    "locked-archive": gettext_lazy("This file is locked with a password. Save it without one and choose it again."),
    "stray-name": gettext_lazy(
        "A part of this file has a name that leads out of it (%(name)s). Save it anew and choose it again."
    ),
    "nested-archive": gettext_lazy("This file holds another archive (%(name)s). Take it out and choose it again."),
}
