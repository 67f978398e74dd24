"""A printed paper as PDF (卷面、答题卡、答案) in one language, with the fingerprint on every page. Drawn by core.pdf."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pikepdf
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.models import Identity
from core.dates import local_day
from core.pdf import faces, pictures
from core.pdf.describing import describe
from core.pdf.making import make
from core.pdf.mending import mend
from core.pdf.pictures import Figure, Unreadable
from core.traditional import traditional
from core.typefaces import require_printable
from exams import proofing, setting
from exams.assessing import newest_keys
from exams.languages import SOURCE
from exams.models import AttemptItem, ExamVersion, Kind, PrintedDocument, PrintedPaper
from exams.setting import Section
from exams.wording import plain

# Goes up with every change to the templates; stored with each document.
TEMPLATE_VERSION = 2
_TEMPLATES = {
    PrintedDocument.Kind.PAPER: "pdf/paper.html",
    PrintedDocument.Kind.LARGE: "pdf/paper.html",
    PrintedDocument.Kind.SHEET: "pdf/answer_sheet.html",
    PrintedDocument.Kind.KEY: "pdf/paper_key.html",
}
# Body size and line height in points, ordinary and large.
_SIZES = {True: ("18", "31", "26"), False: ("11", "18.5", "16")}
# A picture's room in points, and how much larger than on the screen it is: the key only has to tell which one it was.
_ROOM: Mapping[str, tuple[float, float, float]] = {
    PrintedDocument.Kind.PAPER: (455, 330, 1),
    PrintedDocument.Kind.LARGE: (455, 460, 1.6),
    PrintedDocument.Kind.SHEET: (455, 330, 1),
    PrintedDocument.Kind.KEY: (200, 120, 0.5),
}
# On the answer sheet a picture stands where words are written about it: one may have to draw on it.
_WRITTEN = (Kind.SHORT, Kind.CASE)
# Marks around numbers and asides, by language.
_SIGNS = {"en": {"dot": ". ", "open": " (", "close": ")"}}
_CHINESE_SIGNS = {"dot": "．", "open": "（", "close": "）"}


def render(paper: PrintedPaper, kind: PrintedDocument.Kind, language: str = SOURCE) -> bytes:
    """One document of a form; the same form gives the same bytes. Raises typefaces.Unprintable, proofing.CannotPrint."""
    items = setting.slots(paper)
    # Only the key document asks for keys: what the others are made of cannot hold one.
    keys = newest_keys([one.item_version_id for one in items]) if kind == PrintedDocument.Kind.KEY else None
    with override(language):
        sections = setting.sections(items, keys, language, _figures(items, kind, language))
        context = _context(paper, kind, language, items, sections)
        text = render_to_string(_TEMPLATES[kind], {**context, "kai": "", "latin": "", "is_proof": True})
        require_printable("".join(character for character in text if not character.isspace()), formulas=True)
        families = faces.chinese(text)
        latin = _latin_first(families)
        body = families if language.startswith("zh") else latin
        html = render_to_string(_TEMPLATES[kind], {**context, "kai": body, "latin": latin})
    title = f"{context['title']} {paper.form} {context['kind']}"
    pages = make(html, title=title, author=str(context["issuing_body"]), keywords=paper.paper_sha256, seconds=60)
    with pikepdf.open(io.BytesIO(pages)) as document:
        describe(document, [one.figure.alt for section in sections for one in section.asked if one.figure])
        return mend(document, local_day(paper.drawn_at))


def _context(
    paper: PrintedPaper, kind: PrintedDocument.Kind, language: str, items: Sequence[AttemptItem], sections: list[Section]
) -> dict[str, Any]:
    is_large = kind == PrintedDocument.Kind.LARGE
    size, leading, head = _SIZES[is_large]
    version = paper.sitting.exam_version
    return {
        "paper": paper,
        "language": language,
        "is_chinese": language.startswith("zh"),
        "signs": _SIGNS.get(language, _CHINESE_SIGNS),
        "title": _title(version, language),
        "day": local_day(paper.sitting.opens_at),
        "minutes": version.duration_s // 60,
        "marks": plain(sum((one.max_marks for one in items), Decimal(0))),
        "cut_score": plain(version.cut_score),
        "sections": sections,
        "issuing_body": _issuing_body(language),
        "fingerprint": paper.mark,
        "kind": kind.label,
        "is_large": is_large,
        "size": size,
        "leading": leading,
        "head": head,
    }


def _figures(items: Sequence[AttemptItem], kind: PrintedDocument.Kind, language: str) -> dict[int, Figure]:
    """The picture of each question that shows one, by its number."""
    if kind == PrintedDocument.Kind.SHEET:
        items = [one for one in items if one.item_version.item.kind in _WRITTEN]
    known, (widest, tallest, zoom) = proofing.shown(items, language), _ROOM[kind]
    found = {}
    for one in items:
        told = one.item_version.body_in(language).get("picture")
        if told:
            data = proofing.bytes_of(known[told["sha256"]])
            try:
                found[one.slot] = pictures.figure(data, told["alt"], widest=widest, tallest=tallest, zoom=zoom)
            except Unreadable as fault:
                sentence = _("The picture of %(named)s cannot be read: upload it again.")
                raise proofing.CannotPrint([sentence % {"named": proofing.named(one)}]) from fault
    return found


def _latin_first(families: str) -> str:
    return ", ".join([faces.LATIN, *(family for family in families.split(", ") if family != faces.LATIN)])


def _title(version: ExamVersion, language: str) -> str:
    """An exam has no Traditional title of its own: its characters are converted."""
    title = version.exam.title_in(language)
    return traditional(title) if language == "zh-hant" and language not in version.exam.title else title


def _issuing_body(language: str) -> str:
    from wagtail.models import Site

    site = Site.objects.filter(is_default_site=True).first()
    name = str((Identity.for_site(site) if site else Identity()).issuing_body)
    return traditional(name) if language == "zh-hant" else name
