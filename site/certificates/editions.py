"""The document in each language (文种): what stands where, composed of the frozen facts and the form's own words.

The Simplified document is the certificate. The Traditional and the English one tell the same facts under the same number and
QR code and say so. A name, of a person, is never converted: it is printed as it was frozen.
"""

from dataclasses import dataclass, field

from certificates.facts import Facts
from certificates.labels import SHIPPED, Labels, fill
from certificates.models import Certificate
from core.words import traditional


@dataclass(frozen=True)
class Edition:
    """How a certificate is told: in which language and in what words."""

    language: str = "zh-hans"
    labels: Labels = field(default=SHIPPED["zh-hans"])
    # The scheme's own Traditional title; drafted when there is none.
    title_hant: str = ""


@dataclass(frozen=True)
class Page:
    """Everything one page prints, in reading order."""

    language: str
    issuer: str
    title: str
    subtitle: str
    lead: str
    name: str
    text: str
    subtext: str
    signatory: str
    signatory_title: str
    number_label: str
    number: str
    verify_label: str
    address: str
    issued_label: str
    issued: str
    expires_label: str
    expires: str
    sample: str
    foot: str

    def words(self) -> str:
        """Every character that is printed."""
        return "".join(vars(self).values())


def edition(certificate: Certificate, language: str) -> Edition:
    """The edition a document of this certificate is made in today."""
    version = certificate.scheme_version
    title = version.title_zh_hant if certificate.subject["title"] == version.title_zh else ""
    return Edition(language, SHIPPED[language], title)


def compose(facts: Facts, to: Edition) -> Page:
    """The page of these facts."""
    told, labels = _in_language(facts, to), to.labels
    until = facts.valid_until.isoformat() if facts.valid_until else labels.endless
    places = {
        "name": facts.name,
        "title": facts.title if to.language == "en" else told["title"],
        "number": facts.number,
        "issuing_body": labels.issuing_body or told["issuer"],
        "signatory": facts.signatory,
        "valid_from": facts.valid_from.isoformat(),
        "valid_until": until,
    }
    return Page(
        language=to.language,
        issuer=places["issuing_body"],
        title=told["title"],
        subtitle=told["subtitle"].upper(),
        lead=fill(labels.lead, places),
        name=facts.name,
        text=told["text"],
        subtext=told["subtext"],
        signatory=facts.signatory,
        signatory_title=fill(labels.signatory_title, places) or told["signatory_title"],
        number_label=fill(labels.number, places),
        number=facts.number,
        verify_label=fill(labels.verify, places),
        address=facts.url.split("://")[-1].rstrip("/"),
        issued_label=fill(labels.issued, places),
        issued=facts.valid_from.isoformat(),
        expires_label=fill(labels.expires, places),
        expires=until,
        sample=labels.sample if facts.is_sample else "",
        foot=fill(labels.governs, places) + (fill(labels.disclaimer, places) or told["disclaimer"]),
    )


def _drafted(text: str) -> str:
    """In Traditional characters, with the quotation marks that go with them."""
    return traditional(text).replace("“", "「").replace("”", "」")


def _in_language(facts: Facts, to: Edition) -> dict[str, str]:
    """The facts whose wording depends on the language."""
    if to.language == "en":
        title, _dot, subtitle = facts.title_en.partition(" · ")
        own = {"title": title, "subtitle": subtitle, "text": facts.text_en, "subtext": ""}
    else:
        own = {"title": facts.title, "subtitle": facts.title_en, "text": facts.text, "subtext": facts.text_en}
    own |= {"issuer": facts.issuing_body, "signatory_title": facts.signatory_title, "disclaimer": facts.disclaimer}
    if to.language == "zh-hant":
        drafted = {key: _drafted(own[key]) for key in ("title", "text", "issuer", "signatory_title", "disclaimer")}
        own |= drafted | ({"title": to.title_hant} if to.title_hant else {})
    return own
