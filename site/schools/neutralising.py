"""Taking the sting out of files (净化): what a file of a lesson never needs is taken away, or the file is refused in words.

Pictures are drawn anew. A PDF is written anew without scripts, actions that start by themselves and files within it, and without
whatever stood before its beginning or after its end. An Office file passes a guard of its own (schools.guarding).
"""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.archives import Refusal
from core.handed_in import BadFile, HandedIn
from schools.guarding import guard, is_for_clicking

_ACTIONS = ("/OpenAction", "/AA")
_HARMFUL = (
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/GoToR",
    "/Rendition",
    "/RichMedia",
    "/Movie",
    "/Sound",
)
# Scripts, actions that start by themselves, enclosed files and forms that are programs, wherever they are written.
_PARTS = ("/AA", "/JS", "/EF", "/RF", "/XFA", "/RichMediaContent", "/OnInstantiate")


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
    """An object and what is written into it: an action that would run something goes, what it stood on is still shown."""
    waiting = [held]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += [inner for inner in one if not _is_elsewhere(inner)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            _tame_dictionary(one)
            waiting += [inner for _name, inner in one.items() if not _is_elsewhere(inner)]


def _is_elsewhere(held: Any) -> bool:
    """Whether it is an object of its own, which gets its turn."""
    return not isinstance(held, pikepdf.Object) or held.is_indirect


def _tame_dictionary(held: Any) -> None:
    for name in _PARTS:
        _drop(held, name)
    if _is_harmful(held.get("/A")):
        _drop(held, "/A")
    kind = str(held.get("/S", ""))
    if kind in _HARMFUL or (kind == "/URI" and not is_for_clicking(str(held.get("/URI", "")))):
        held["/S"] = pikepdf.Name("/URI")
        held["/URI"] = pikepdf.String("")
        for name in ("/F", "/Win", "/D"):
            _drop(held, name)


def _is_harmful(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and str(value.get("/S", "")) in _HARMFUL


def _office(content: bytes) -> None:
    try:
        guard(content)
    except Refusal as refusal:
        words = _REFUSALS.get(refusal.code, _REFUSALS["broken-archive"])
        raise BadFile(str(words) % refusal.facts) from refusal


_REFUSALS: dict[str, "Promise"] = {
    "macros": gettext_lazy("This file holds macros, which are programs. Save it without them and choose it again."),
    "foreign-object": gettext_lazy(
        "This file holds an object of another program (OLE), such as a formula of an older editor or a packed file. "
        "Put a picture or text in its place and choose it again."
    ),
    "strange-link": gettext_lazy(
        "A link in this file leads to a file or program on a computer (%(name)s), not to the web. "
        "Take that link out and choose it again."
    ),
    "reaches-out": gettext_lazy(
        "This file loads something from elsewhere when it is opened. Take that link out and choose it again."
    ),
    "xml-entities": gettext_lazy(
        "This file declares entities, which no office program writes. Save it anew and choose it again."
    ),
    "broken-archive": gettext_lazy("This file is damaged and cannot be opened. Save it anew and choose it again."),
    "too-many-entries": gettext_lazy("This file is made of %(entries)s parts; at most %(most)s are taken."),
    "bomb": gettext_lazy("This file unpacks to far more than it should. Save it anew and choose it again."),
    "locked-archive": gettext_lazy("This file is locked with a password. Save it without one and choose it again."),
    "stray-name": gettext_lazy(
        "A part of this file has a name that leads out of it (%(name)s). Save it anew and choose it again."
    ),
    "nested-archive": gettext_lazy("This file holds another archive (%(name)s). Take it out and choose it again."),
}
