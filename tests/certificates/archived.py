"""What PDF/A-3b (ISO 19005-3) asks of a file as far as its structure shows it: our reader for the tests, not a validator."""

import io
from typing import Any

import pikepdf
from pikepdf import Name
from PIL import ImageCms

_ID = "http://www.aiim.org/pdfa/ns/id/"


def missing(content: bytes) -> list[str]:
    """What a document lacks to be kept as it is; empty when nothing was found."""
    with pikepdf.open(io.BytesIO(content)) as document:
        found = {
            "header": content[:5] == b"%PDF-"
            and content.splitlines()[1][0:1] == b"%"
            and min(content.splitlines()[1][1:5]) > 127,
            "identifier": len(document.trailer.get(Name.ID, ())) == 2,
            "open": Name.Encrypt not in document.trailer,
            "colours": _is_srgb(document),
            "metadata": _says_what_it_is(document),
            "fonts": all(_is_embedded(item) for item in _dictionaries(document) if item.get(Name.Type) == Name.Font),
            "printed": all(int(note.get(Name.F, 0)) & 4 for page in document.pages for note in page.get(Name.Annots, ())),
            "still": not any(key in document.Root for key in (Name.OpenAction, Name.AA, Name.JavaScript)),
            "own colours": b"DeviceCMYK" not in b"".join(str(item).encode() for item in _dictionaries(document)),
            "enclosed": all(_is_associated(document, spec) for spec in _enclosed(document)),
        }
    return [name for name, is_so in found.items() if not is_so]


def _dictionaries(document: pikepdf.Pdf) -> list[Any]:
    return [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]


def _is_srgb(document: pikepdf.Pdf) -> bool:
    for intent in document.Root.get(Name.OutputIntents, ()):
        if intent.S == Name.GTS_PDFA1:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(intent.DestOutputProfile.read_bytes())).profile
            return int(intent.DestOutputProfile.N) == 3 and profile.xcolor_space.strip() == "RGB" and profile.version < 5
    return False


def _says_what_it_is(document: pikepdf.Pdf) -> bool:
    if Name.Metadata not in document.Root or Name.Filter in document.Root.Metadata:
        return False
    told, info = document.open_metadata(), document.docinfo
    return (told.get(f"{{{_ID}}}part"), told.get(f"{{{_ID}}}conformance"), told["dc:title"]) == ("3", "B", str(info[Name.Title]))


def _is_embedded(font: Any) -> bool:
    """Symbolic TrueType without an encoding of its own; composite fonts are asked by their descendants."""
    if Name.DescendantFonts in font:
        return True
    descriptor = font.get(Name.FontDescriptor, {})
    return Name.FontFile2 in descriptor and not (int(descriptor.Flags) & 4 and Name.Encoding in font)


def _enclosed(document: pikepdf.Pdf) -> list[Any]:
    return [document.attachments[name].obj for name in document.attachments]


def _is_associated(document: pikepdf.Pdf, spec: Any) -> bool:
    file = spec.EF.F
    named = any(one.UF == spec.UF for one in document.Root.get(Name.AF, ()))
    return named and Name.AFRelationship in spec and Name.Subtype in file and Name.ModDate in file.Params
