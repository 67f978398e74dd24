"""The shape of an archive (存档形态): what a document brings along to look the same in decades, after PDF/A-3b (ISO 19005-3).

Colours are told by a profile inside the file, what it is stands in it as XMP, fonts lie in it (`mending`), and files that
belong to it are named as its own. The shape alone is promised: no validator has passed it, so no page says “PDF/A”.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf

# sRGB as littleCMS describes it, its day set to 1970 so that it is the same on every machine.
_PROFILE = Path(__file__).with_name("srgb.icc")
_SRGB = "sRGB IEC61966-2.1"
_PRINTED = 4  # an annotation's flag “print”, which a document for keeping must not do without
_CREATOR = "海准 Haizhun"


@dataclass(frozen=True)
class Enclosed:
    """A file that travels inside the document and says the same in another form."""

    name: str
    content: bytes
    media_type: str
    about: str


def shape(document: Pdf, made_on: dt.date, *, title: str, author: str, enclosed: Enclosed | None = None) -> None:
    """Give a document the shape of an archive. The same document gets the same bytes on any day."""
    _colours(document)
    for page in document.pages:
        for annotation in page.get(Name.Annots, Array()):
            annotation.F = int(annotation.get(Name.F, 0)) | _PRINTED
    document.docinfo[Name.Creator] = pikepdf.String(_CREATOR)
    if enclosed is not None:
        _enclose(document, made_on, enclosed)
    _describe(document, made_on, title, author)


def _colours(document: Pdf) -> None:
    profile = document.make_stream(_profile(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String(_SRGB),
        Info=pikepdf.String(_SRGB),
        DestOutputProfile=profile,
    )
    document.Root.OutputIntents = Array([document.make_indirect(intent)])


@cache
def _profile() -> bytes:
    return _PROFILE.read_bytes()


def _enclose(document: Pdf, made_on: dt.date, enclosed: Enclosed) -> None:
    day = f"D:{made_on:%Y%m%d}000000+08'00'"
    file = AttachedFileSpec(
        document,
        enclosed.content,
        description=enclosed.about,
        filename=enclosed.name,
        mime_type=enclosed.media_type,
        creation_date=day,
        mod_date=day,
        relationship=Name.Alternative,
    )
    document.attachments[enclosed.name] = file
    document.Root.AF = Array([file.obj])


def _describe(document: Pdf, made_on: dt.date, title: str, author: str) -> None:
    moment = f"{made_on:%Y-%m-%d}T00:00:00+08:00"
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        told["dc:title"] = title
        told["dc:creator"] = [author]
        told["dc:format"] = "application/pdf"
        told["xmp:CreateDate"] = told["xmp:ModifyDate"] = told["xmp:MetadataDate"] = moment
        told["xmp:CreatorTool"] = _CREATOR
        told["pdfaid:part"], told["pdfaid:conformance"] = "3", "B"
