"""A printed paper as PDF (卷面、答题卡、答案): set in Chinese, with the fingerprint on every page. Drawn by core.pdf."""

import io
from decimal import Decimal

import pikepdf
from django.template.loader import render_to_string
from django.utils.translation import override

from cms.models import Identity
from core.dates import local_day
from core.pdf import faces
from core.pdf.making import make
from core.pdf.mending import mend
from core.typefaces import require_printable
from exams import setting
from exams.assessing import newest_keys
from exams.languages import SOURCE
from exams.models import PrintedDocument, PrintedPaper
from exams.wording import plain

# Goes up with every change to the templates; stored with each document.
TEMPLATE_VERSION = 1
_TEMPLATES = {
    PrintedDocument.Kind.PAPER: "pdf/paper.html",
    PrintedDocument.Kind.LARGE: "pdf/paper.html",
    PrintedDocument.Kind.SHEET: "pdf/answer_sheet.html",
    PrintedDocument.Kind.KEY: "pdf/paper_key.html",
}
# Body size and line height in points, ordinary and large.
_SIZES = {True: ("18", "31", "26"), False: ("11", "18.5", "16")}


def render(paper: PrintedPaper, kind: PrintedDocument.Kind) -> bytes:
    """One document of a form; the same form gives the same bytes. Raises typefaces.Unprintable."""
    items = setting.slots(paper)
    # Only the key document asks for keys: what the others are made of cannot hold one.
    keys = newest_keys([one.item_version_id for one in items]) if kind == PrintedDocument.Kind.KEY else None
    is_large = kind == PrintedDocument.Kind.LARGE
    size, leading, head = _SIZES[is_large]
    version = paper.sitting.exam_version
    with override(SOURCE):
        context = {
            "paper": paper,
            "title": version.exam.title_in(SOURCE),
            "day": local_day(paper.sitting.opens_at),
            "minutes": version.duration_s // 60,
            "marks": plain(sum((one.max_marks for one in items), Decimal(0))),
            "cut_score": plain(version.cut_score),
            "sections": setting.sections(items, keys),
            "issuing_body": _issuing_body(),
            "fingerprint": paper.mark,
            "kind": kind.label,
            "is_large": is_large,
            "size": size,
            "leading": leading,
            "head": head,
        }
        text = render_to_string(_TEMPLATES[kind], {**context, "kai": "", "latin": ""})
        require_printable("".join(character for character in text if not character.isspace()), formulas=True)
        families = faces.chinese(text)
        html = render_to_string(_TEMPLATES[kind], {**context, "kai": families, "latin": _latin_first(families)})
    title = f"{context['title']} {paper.form} {context['kind']}"
    pages = make(html, title=title, author=str(context["issuing_body"]), keywords=paper.paper_sha256, seconds=60)
    with pikepdf.open(io.BytesIO(pages)) as document:
        return mend(document, local_day(paper.drawn_at))


def _latin_first(families: str) -> str:
    return ", ".join([faces.LATIN, *(family for family in families.split(", ") if family != faces.LATIN)])


def _issuing_body() -> str:
    from wagtail.models import Site

    site = Site.objects.filter(is_default_site=True).first()
    return str((Identity.for_site(site) if site else Identity()).issuing_body)
