"""A certificate on paper (证书): the PDF that its facts become. What may go wrong is told in core.pdf.making."""

from django.template.loader import render_to_string

from certificates.editions import Edition, Page, compose
from certificates.facts import Facts
from certificates.finishing import finish
from certificates.fitting import fit_name, name_lines
from certificates.places import families_of, places
from certificates.styles import Style
from core.pdf.archiving import Enclosed
from core.pdf.fitting import width_of
from core.pdf.making import make
from core.typefaces import require_printable

# Goes up with every change to the form or the art; stored with each document.
TEMPLATE_VERSION = 4
# The room for the name, how far apart its lines stand, and how large two of them are at most, in points.
_NAME_ROOM, _LINE, _TWO_LINES = 59.0, 1.4, 20.0


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
    lines = name_lines(page.name, name_families)
    # The longer of two lines sets the size of both.
    name = fit_name(max(lines, key=lambda line: width_of(line, name_families, 1)), name_families)
    size = min(float(name.size), _TWO_LINES) if len(lines) > 1 else float(name.size)
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
        "name": name._replace(size=f"{size:.2f}"),
        "name_lines": lines,
        # However small it is set, the name stands on its rule.
        "name_drop": f"{(_NAME_ROOM - _LINE * size * len(lines)):.2f}",
        "name_leading": f"{_LINE * size:.2f}",
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
