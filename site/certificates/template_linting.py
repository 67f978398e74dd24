"""Linting a template (版式检查): what would be wrong on paper, where, and what to do about it.

Everything is refused when it is saved, but for a translation that is missing: that waits until it is published.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates import template_samples as samples
from certificates import template_words as words
from certificates.editions import compose, edition_by, style_of
from certificates.forbidden import hidden, objectionable
from certificates.labels import LANGUAGES
from certificates.models import Scheme
from certificates.models.templates import TemplateTerms
from certificates.styles import MARK, Style, faint
from certificates.terms import LANGUAGE_NAMES
from core.traditional import traditional
from core.typefaces import code_point, unprintable

# The disclaimer names the qualification only to deny it.
_DENIES = ("disclaimer", "governs")
# What a part of the page is called among the words of the form.
_WRITTEN_AS = {"issuer": "issuing_body", "foot": "governs"}
_HAN = (0x2E80, 0x9FFF)


@dataclass(frozen=True)
class Finding:
    """A fault: in which field of the form, and in words."""

    field: str
    text: str
    blocks_saving: bool = True


def field_of(language: str, label: str) -> str:
    return f"label-{language}-{label}"


def findings(template: TemplateTerms, scheme: Scheme) -> list[Finding]:
    """Everything there is to object to, in the order of the form."""
    found = [*_looks(template), *_said(template), *_missing(template, scheme)]
    # A page is measured only when each of its words can be drawn.
    return found if any(one.blocks_saving for one in found) else [*found, *_overlong(template, scheme)]


def _looks(template: TemplateTerms) -> Iterator[Finding]:
    style = Style(title_colour=template.title_colour, accent_colour=template.accent_colour, text_colour=template.text_colour)
    for part, has, takes in faint(style):
        told = {"has": f"{has:.1f}", "takes": f"{takes:.1f}"}
        yield Finding(part, _("The contrast with the paper is %(has)s, it takes %(takes)s. Choose a darker colour.") % told)
    wants_mark = template.middle == MARK or template.mark_at_head
    if wants_mark and template.mark is None:
        yield Finding("mark", _("There is no own mark yet. Choose a file, or do without the mark in the layout."))
    if template.mark is not None:
        yield from mark_name(template.mark.name)


def mark_name(name: str) -> Iterator[Finding]:
    """A mark is judged by what it is said to show: the emblem of a state is refused."""
    if found := objectionable(name):
        sentence = _("A mark that shows %(words)s may not stand on such a certificate. Use the body's own mark.")
        yield Finding("mark_name", sentence % {"words": "、".join(found)})


def _said(template: TemplateTerms) -> Iterator[Finding]:
    for language in LANGUAGES:
        for label in words.places(language):
            if text := template.said(language, label):
                yield from (
                    Finding(field_of(language, label), sentence) for sentence in _faults_of(text, language, label, template)
                )


def _faults_of(text: str, language: str, label: str, template: TemplateTerms) -> Iterator[str]:
    if found := objectionable(text) if label not in _DENIES else []:
        yield _("A certificate must not say %(words)s, also not with blanks in between. Leave it out.") % {
            "words": "、".join(found)
        }
    if signs := hidden(text):
        yield _("Holds signs that nobody sees (%(signs)s). Type it anew.") % {"signs": "、".join(signs)}
    elif missing := unprintable(text):
        named = "、".join(f"{sign}（{code_point(sign)}）" for sign in missing)
        yield _("No typeface draws %(signs)s. Write it otherwise.") % {"signs": named}
    if language == "zh-hant":
        yield from _simplified(text)
    if language == "en":
        yield from _not_english(text, template.said("zh-hans", label))


def _simplified(text: str) -> Iterator[str]:
    drafted = traditional(text)
    if len(drafted) == len(text) and (found := [a for a, b in zip(text, drafted, strict=True) if a != b]):
        told = {"signs": "、".join(dict.fromkeys(found)), "drafted": drafted}
        yield _("%(signs)s is Simplified. In Traditional characters: %(drafted)s") % told


def _not_english(text: str, chinese: str) -> Iterator[str]:
    han = [sign for sign in text if _HAN[0] <= ord(sign) <= _HAN[1] or ord(sign) >= 0x20000]
    if han:
        yield _("%(signs)s is not English. Write the English words.") % {"signs": "、".join(dict.fromkeys(han))}
    elif len(text) < len(chinese):
        yield _("Shorter than the Chinese: English needs more letters than Chinese has characters. Write it in full.")


def _missing(template: TemplateTerms, scheme: Scheme) -> Iterator[Finding]:
    """What the other documents would have to borrow from the Chinese one."""
    told = samples.facts(scheme, template)
    needed = [
        ("zh-hant", "issuing_body", told.issuing_body_hant),
        ("zh-hant", "signatory_title", told.signatory_title_hant),
        ("en", "issuing_body", told.issuing_body_en),
        ("en", "signatory", told.signatory_en),
        ("en", "signatory_title", told.signatory_title_en),
    ]
    for language, label, text in needed:
        if not text.strip():
            what = {"language": LANGUAGE_NAMES[language], "what": words.LABELS[label]}
            sentence = _("%(language)s, %(what)s: not written yet. Write it here, or in the site's settings.") % what
            yield Finding(field_of(language, label), sentence, blocks_saving=False)


def _overlong(template: TemplateTerms, scheme: Scheme) -> Iterator[Finding]:
    """What does not fit its place, measured with the typefaces it is printed in."""
    from certificates.places import overlong  # the PDF engine takes a second to load; only who saves a form pays it

    told, style = samples.facts(scheme, template), style_of(template)
    for language in LANGUAGES:
        page = compose(told, edition_by(template, language))
        for part, over in overlong(page, style):
            label = _WRITTEN_AS.get(part, part.removesuffix("_label"))
            if template.said(language, label) or template.said("zh-hans", label):
                sentence = _("Too long for its place by %(share)s %% even in the smallest size. Shorten it.")
                yield Finding(field_of(language, label), sentence % {"share": max(1, round(over * 100))})
