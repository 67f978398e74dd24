"""A certificate on paper (证书): the PDF that its facts become.

xhtml2pdf reports a missing glyph only in its log and draws a box; a font it cannot load becomes Helvetica
without a word. So a certificate is made only when every character is covered, checked here first by name,
and the log is empty afterwards. The document may fetch nothing: no file, no network.
"""

import io

from django.template.loader import render_to_string
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from certificates import faces
from certificates.facts import Facts, Unprintable, require_printable
from certificates.finishing import finish
from certificates.fitting import fit, fit_name

# Goes up with every change to the template or the art; stored with each document.
TEMPLATE_VERSION = 1
_CLOSED = ResourceAccessPolicy.server(None, allow_remote=False, max_render_seconds=20)


def render(facts: Facts) -> bytes:
    """The certificate as a PDF of one page; the same facts give the same bytes. Raises Unprintable."""
    require_printable(facts)
    out = io.BytesIO()
    status = pisa.CreatePDF(
        render_to_string("pdf/certificate.html", _setting(facts)),
        dest=out,
        encoding="utf-8",
        resource_policy=_CLOSED,
        context_meta={
            "title": f"{facts.title} {facts.number}",
            "author": facts.issuing_body,
            "subject": facts.title,
            "keywords": facts.number,
        },
    )
    if status.err or status.log:
        raise Unprintable("; ".join(str(entry[2]) for entry in status.log) or "the document could not be built")
    return finish(out.getvalue(), url=facts.url, issued=facts.valid_from)


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
