"""A certificate on the screen (屏上证书): the words, colours, art and mark of the template its document was drawn by.

The page is told in HTML, so that it can be read aloud and copied; the PDF engine, which takes a second to load, is not asked.
"""

from dataclasses import dataclass
from unicodedata import east_asian_width

from django.urls import reverse

from certificates.editions import Edition, Page, compose, look_of, template_for, words_of
from certificates.models import Certificate
from certificates.models.templates import TemplateMark
from certificates.styles import MARK, MEDALLION, Style
from core.qr import Code

_LANGUAGE = "zh-hans"
# Longer lines are set smaller, as the print does exactly: a name by what it takes, in widths of a Chinese character.
_NAMES = ((80, "longest"), (26, "longer"), (12, "long"))
_LETTER = 0.55
_LONG_TITLE = 14


@dataclass(frozen=True)
class Picture:
    """What is drawn. `mark`: the address of the template's own mark, where it stands on the page."""

    page: Page
    style: Style
    qr: Code
    mark: str = ""

    @property
    def art(self) -> str:
        """The sheet, among the static files."""
        return "img/certificate.svg" if self.style.middle == MEDALLION else "img/certificate-open.svg"

    @property
    def mark_in_the_middle(self) -> bool:
        return self.style.middle == MARK

    @property
    def name_is(self) -> str:
        """How long the name is, "" where it is not; the two longest stand on several lines."""
        takes = sum(1 if east_asian_width(sign) in "WF" else _LETTER for sign in self.page.name)
        return next((word for most, word in _NAMES if takes > most), "")

    @property
    def title_is_long(self) -> bool:
        return len(self.page.title) > _LONG_TITLE


def of(certificate: Certificate) -> Picture:
    """The certificate itself, not its renderings (one query)."""
    template = template_for(certificate)
    style = look_of(template) if template else Style()
    labels = words_of(template, _LANGUAGE)
    shows_mark = style.mark_at_head or style.middle == MARK
    return Picture(
        page=compose(certificate.facts(), Edition(_LANGUAGE, labels, style=style)),
        style=style,
        qr=Code(certificate.public_url),
        mark=reverse("certificates:mark", args=[certificate.pk]) if shows_mark else "",
    )


def mark_of(certificate: Certificate) -> TemplateMark | None:
    """The own mark on this certificate (one query)."""
    template = template_for(certificate)
    return template.mark if template else None
