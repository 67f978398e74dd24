"""A certificate on paper (证书): the PDF that its facts become. What may go wrong is told in core.pdf.making."""

from django.template.loader import render_to_string

from certificates.editions import Edition, Page, compose
from certificates.facts import Facts
from certificates.finishing import finish
from certificates.fitting import fit, fit_name
from core.pdf import faces
from core.pdf.making import make
from core.typefaces import require_printable

# Goes up with every change to the template or the art; stored with each document.
TEMPLATE_VERSION = 2


def render(facts: Facts, edition: Edition | None = None) -> bytes:
    """The certificate as a PDF of one page; the same facts give the same bytes. Raises Unprintable."""
    page = compose(facts, edition or Edition())
    require_printable(page.words())
    html = render_to_string("pdf/certificate.html", _setting(page))
    drawn = make(html, title=f"{page.title} {page.number}", author=page.issuer, subject=page.title, keywords=page.number)
    return finish(drawn, url=facts.url, issued=facts.valid_from)


def _setting(page: Page) -> dict[str, object]:
    """The page with the sizes that depend on it."""
    kai = faces.chinese(page.words())
    latin = ", ".join([faces.LATIN, *(family for family in kai.split(", ") if family != faces.LATIN)])
    in_english = page.language == "en"
    main = latin if in_english else kai
    name_families = latin if _is_latin(page.name) else kai
    return {
        "page": page,
        "lang": {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(page.language, page.language),
        "kai": kai,
        "latin": latin,
        "main": main,
        "name_families": name_families,
        "name": fit_name(page.name, name_families),
        "issuer": fit(page.issuer, main, size=14, spacing=0.12 if in_english else 0.28, width=600),
        "title": fit(page.title, main, size=35 if in_english else 41, spacing=0.03 if in_english else 0.16, width=660),
        "subtitle": fit(page.subtitle, latin, size=15 if in_english else 13, spacing=0.19, width=640),
        "signatory": fit(page.signatory, kai, size=21, spacing=0.1, width=180),
        "office": fit(page.signatory_title, main, size=9, spacing=0, width=240, smallest=6),
        "foot": fit(page.sample + page.foot, main, size=8, spacing=0, width=650, smallest=6),
    }


def _is_latin(name: str) -> bool:
    """Whether a name is written in letters that have a large and a small form."""
    return name[:1].isascii() or name[:1].upper() != name[:1].lower()
