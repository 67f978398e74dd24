"""What a certificate prints (证书所载事项), and whether it can be printed at all.

Light on purpose: issuing asks here; only the worker that draws imports the PDF engine.
"""

import datetime as dt
from dataclasses import dataclass

from core import typefaces
from core.typefaces import Unprintable

__all__ = ["Facts", "Unprintable", "require_printable"]


@dataclass(frozen=True)
class Facts:
    """Everything a certificate prints, frozen when it was issued."""

    number: str
    name: str
    valid_from: dt.date
    valid_until: dt.date | None
    title: str
    title_en: str
    text: str
    text_en: str
    disclaimer: str
    issuing_body: str
    signatory: str
    signatory_title: str
    url: str
    is_sample: bool = False
    # The characters of the name for which a substitute is printed, as U+XXXX.
    substituted: str = ""
    # Who answers for it, in the other languages. Empty on certificates from before these were frozen too.
    issuing_body_hant: str = ""
    issuing_body_en: str = ""
    signatory_en: str = ""
    signatory_title_hant: str = ""
    signatory_title_en: str = ""

    def words(self) -> str:
        """Every character that comes from outside the template."""
        return "".join(str(value) for value in vars(self).values())


def require_printable(facts: Facts) -> None:
    """Raise Unprintable, naming each character as U+XXXXX, unless the typefaces cover everything."""
    typefaces.require_printable(facts.words())
