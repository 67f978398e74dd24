"""A certificate on paper (证书): the PDF that its facts become. What may go wrong is told in core.pdf.making."""

from django.template.loader import render_to_string

from certificates.editions import Edition, Page, compose
from certificates.facts import Facts
from certificates.finishing import finish
from certificates.fitting import LINE, ROOM, set_name
from certificates.places import families_of, places
from certificates.styles import Style
from core.pdf.archiving import Enclosed
from core.pdf.making import make
from core.typefaces import require_printable

# Goes up with every change to the form or the art; stored with each document.
TEMPLATE_VERSION = 4


def render(facts: Facts, edition: Edition | None = None, enclosed: Enclosed | None = None) -> bytes:
    """The certificate as a PDF of one page; the same facts give the same bytes. Raises Unprintable.

    `enclosed`: a file that lies inside, the certificate as a signed credential.
    """
    to = edition or Edition()
    page = compose(facts, to)
    require_printable(page.words())
    html = render_to_string("pdf/certificate.html", _setting(page, to.style))
    drawn = make(html, title=f"{page.title} {page.number}", author=page.issuer, subject=page.title, keywords=page.number)
    return finish(drawn, url=facts.url, issued=facts.valid_from, style=to.style, enclosed=enclosed)


def _setting(page: Page, style: Style) -> dict[str, object]:
    """The page with the sizes that depend on it."""
    kai, latin, main = families_of(page)
    name_families = latin if _is_latin(page.name) else kai
    sign_families = latin if _is_latin(page.signatory) else kai
    lines, name = set_name(page.name, name_families)
    leading = LINE * float(name.size)
    at = places(page.language, style)
    return {
        "page": page,
        "style": style,
        "lang": {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(page.language, page.language),
        "kai": kai,
        "latin": latin,
        "main": main,
        "name_families": name_families,
        "sign_families": sign_families,
        "name": name,
        "name_lines": lines,
        # However small it is set, the name stands on its rule.
        "name_drop": f"{(ROOM - leading * len(lines)):.2f}",
        "name_leading": f"{leading:.2f}",
        "issuer": at["issuer"].set(page.issuer, main),
        "title": at["title"].set(page.title, main),
        "subtitle": at["subtitle"].set(page.subtitle, latin),
        "signatory": at["signatory"].set(page.signatory, sign_families),
        "office": at["signatory_title"].set(page.signatory_title, main),
        "foot": at["foot"].set(page.sample + page.foot, main),
    }


def _is_latin(name: str) -> bool:
    """Whether a name is written in letters that have a large and a small form."""
    return name[:1].isascii() or name[:1].upper() != name[:1].lower()
