"""A certificate on paper (证书): the PDF that its facts become. What may go wrong is told in core.pdf.making."""

from django.template.loader import render_to_string

from certificates.facts import Facts, require_printable
from certificates.finishing import finish
from certificates.fitting import fit, fit_name
from core.pdf import faces
from core.pdf.making import make

# Goes up with every change to the template or the art; stored with each document.
TEMPLATE_VERSION = 1


def render(facts: Facts) -> bytes:
    """The certificate as a PDF of one page; the same facts give the same bytes. Raises Unprintable."""
    require_printable(facts)
    html = render_to_string("pdf/certificate.html", _setting(facts))
    page = make(
        html, title=f"{facts.title} {facts.number}", author=facts.issuing_body, subject=facts.title, keywords=facts.number
    )
    return finish(page, url=facts.url, issued=facts.valid_from)


def _setting(facts: Facts) -> dict[str, object]:
    """The facts with the sizes that depend on them."""
    kai = faces.chinese(facts.words())
    latin_first = ", ".join([faces.LATIN, *(family for family in kai.split(", ") if family != faces.LATIN)])
    name_families = latin_first if facts.name[:1].isascii() or facts.name[:1].upper() != facts.name[:1].lower() else kai
    return {
        "facts": facts,
        "kai": kai,
        "latin": latin_first,
        "name_families": name_families,
        "name": fit_name(facts.name, name_families),
        "issuer": fit(facts.issuing_body, kai, size=14, spacing=0.28, width=600),
        "title": fit(facts.title, kai, size=41, spacing=0.16, width=660),
        "title_en": fit(facts.title_en.upper(), latin_first, size=13, spacing=0.19, width=640),
        "signatory": fit(facts.signatory, kai, size=21, spacing=0.1, width=180),
        "address": facts.url.split("://")[-1].rstrip("/"),
    }
