"""The document in each language (文种): what stands where, composed of the frozen facts and the form's own words.

The Simplified document is the certificate. The Traditional and the English one tell the same facts under the same number and
QR code and say so. A name, of a person, is never converted: it is printed as it was frozen.
"""

from dataclasses import dataclass, field, replace

from certificates.facts import Facts
from certificates.labels import ANSWERING, SHIPPED, SUBSTITUTED, Labels, fill, words
from certificates.marks import Mark
from certificates.models import Certificate, Template
from certificates.models.templates import TemplateTerms
from certificates.styles import EMPTY, MARK, PLAIN, Style
from core.traditional import traditional


@dataclass(frozen=True)
class Edition:
    """How a certificate is told: in which language and in what words."""

    language: str = "zh-hans"
    labels: Labels = field(default=SHIPPED["zh-hans"])
    # The scheme's own Traditional title; drafted when there is none.
    title_hant: str = ""
    style: Style = field(default_factory=Style)


@dataclass(frozen=True)
class Page:
    """Everything one page prints, in reading order."""

    language: str
    issuer: str
    title: str
    subtitle: str
    lead: str
    name: str
    note: str
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


def template_for(certificate: Certificate) -> Template | None:
    """What a further document of this certificate is drawn by: what its first one was, else the form in force (one query).

    So a certificate looks the same in every language and for ever, whatever is published later.
    """
    first = certificate.artefacts.select_related("template__mark").order_by("pk").first()
    return first.template if first else Template.objects.in_force(certificate.scheme_id)


def edition(certificate: Certificate, language: str, template: TemplateTerms | None = None) -> Edition:
    """The edition a document of this certificate is made in, by the template or by the shipped form."""
    version = certificate.scheme_version
    title = version.title_zh_hant if certificate.subject["title"] == version.title_zh else ""
    return edition_by(template, language, title)


def edition_by(template: TemplateTerms | None, language: str, title_hant: str = "", mark: Mark | None = None) -> Edition:
    """The edition of any document by a template; `mark`: one that is only looked at, in place of the template's."""
    style = style_of(template, mark) if template else Style()
    return Edition(language, words_of(template, language), title_hant, style)


def words_of(template: TemplateTerms | None, language: str) -> Labels:
    """The words of the form in a language: the template's own where it says something, else the shipped ones."""
    own = dict(template.labels.get(language, {})) if template else {}
    if language == "zh-hans":
        # Frozen as the register's own facts; the form has no say in it any more.
        own = {label: text for label, text in own.items() if label not in ANSWERING}
    return words(language, own)


def style_of(template: TemplateTerms, mark: Mark | None = None) -> Style:
    """The look of a template, its mark drawn and ready."""
    look = look_of(template, has_mark=mark is not None or template.mark is not None)
    if not (look.mark_at_head or look.middle == MARK):
        return look
    if mark is None and template.mark:
        mark = Mark(template.mark.content(), template.mark.media_type)
    return replace(look, mark=_drawn(mark)) if mark else look


def look_of(template: TemplateTerms, *, has_mark: bool | None = None) -> Style:
    """The same without the mark's drawing: where it would stand and in which colours the rest. By default, its own mark."""
    has = template.mark_id is not None if has_mark is None else has_mark
    return Style(
        layout=template.layout,
        middle=EMPTY if template.middle == MARK and not has else template.middle,
        mark_at_head=template.mark_at_head and has,
        title_colour=template.title_colour,
        accent_colour=template.accent_colour,
        text_colour=template.text_colour,
    )


def _drawn(mark: Mark) -> bytes:
    from certificates.mark_drawing import drawn  # the drawing engine; only what has a mark pays it

    return drawn(mark)


def compose(facts: Facts, to: Edition) -> Page:
    """The page of these facts."""
    told, labels = _in_language(facts, to), to.labels
    if to.style.layout == PLAIN and to.language != "en":
        told |= {"subtitle": "", "subtext": ""}
    until = facts.valid_until.isoformat() if facts.valid_until else labels.endless
    places = {
        "name": facts.name,
        "title": facts.title if to.language == "en" else told["title"],
        "number": facts.number,
        "issuing_body": told["issuer"] or labels.issuing_body or facts.issuing_body,
        "signatory": told["signatory"] or labels.signatory or facts.signatory,
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
        note=fill(SUBSTITUTED[to.language], {"signs": facts.substituted}) if facts.substituted else "",
        text=told["text"],
        subtext=told["subtext"],
        signatory=places["signatory"],
        signatory_title=told["signatory_title"] or fill(labels.signatory_title, places) or facts.signatory_title,
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


def _in_language(facts: Facts, to: Edition) -> dict[str, str]:
    """The facts whose wording depends on the language; empty where it was not frozen in this one."""
    if to.language == "en":
        title, _dot, subtitle = facts.title_en.partition(" · ")
        return {
            "title": title,
            "subtitle": subtitle,
            "text": facts.text_en,
            "subtext": "",
            "issuer": facts.issuing_body_en,
            "signatory": facts.signatory_en,
            "signatory_title": facts.signatory_title_en,
            "disclaimer": "",
        }
    own = {
        "title": facts.title,
        "subtitle": facts.title_en,
        "text": facts.text,
        "subtext": facts.text_en,
        "issuer": facts.issuing_body,
        "signatory": facts.signatory,
        "signatory_title": facts.signatory_title,
        "disclaimer": facts.disclaimer,
    }
    if to.language == "zh-hant":
        frozen = {"title": to.title_hant, "issuer": facts.issuing_body_hant, "signatory_title": facts.signatory_title_hant}
        own |= {key: traditional(own[key]) for key in ("title", "text", "issuer", "signatory_title", "disclaimer")}
        own |= {key: text for key, text in frozen.items() if text}
    return own
