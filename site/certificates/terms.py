"""The terms of a scheme told line by line (方案条款), and how two versions differ: for the office and for whoever applies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from certificates.models.schemes import SchemeTerms
from certificates.requirements import LANGUAGES, Requirement
from core.shipped import digest

ROUTE_NAMES = {
    "trained": gettext_lazy("Training and exam"),
    "completed": gettext_lazy("Training and exam, hours not named"),
    "examined": gettext_lazy("Exam without training here"),
}
KIND_NAMES = {
    "education": gettext_lazy("Education or professional title"),
    "work": gettext_lazy("Years of work"),
    "nomination": gettext_lazy("Employer's nomination"),
    "equivalent": gettext_lazy("Equal learning or practice"),
    "capstone": gettext_lazy("Capstone report"),
    "month_file": gettext_lazy("Records of one month"),
    "practical": gettext_lazy("Practical checklist signed by the supervisor"),
}
LANGUAGE_NAMES = {
    "zh-hans": gettext_lazy("Simplified Chinese"),
    "zh-hant": gettext_lazy("Traditional Chinese"),
    "en": gettext_lazy("English"),
}
RENEWAL_NAMES = {
    "hours": gettext_lazy("Hours of continuing education"),
    "yearly": gettext_lazy("of these, each year"),
    "law": gettext_lazy("of these, law and safety"),
    "window_days": gettext_lazy("Days before the end from which it can be renewed"),
    "outside_most_percent": gettext_lazy("Of these, learned elsewhere at most, per cent"),
    "exam_within_months": gettext_lazy("Months after the end within which the exam is enough"),
}


@dataclass(frozen=True)
class Line:
    label: str
    text: str


@dataclass(frozen=True)
class Change:
    """One line that differs; empty where it is not there."""

    label: str
    before: str
    after: str


def said(text: Mapping[str, str]) -> str:
    """A text of a scheme in the reader's language."""
    return text["en" if (get_language() or "").startswith("en") else "zh-hans"]


def named(requirement: Requirement) -> str:
    """What a requirement is called."""
    return str(KIND_NAMES.get(requirement.code, requirement.code))


def lines(terms: SchemeTerms) -> list[Line]:
    """Everything a version says, in one order for all versions."""
    return [Line(str(label), str(text)) for label, text in _lines(terms)]


def changes(before: SchemeTerms, after: SchemeTerms) -> list[Change]:
    """The lines in which two versions differ."""
    old = {line.label: line.text for line in lines(before)}
    new = {line.label: line.text for line in lines(after)}
    labels = [*new, *(label for label in old if label not in new)]
    return [Change(label, old.get(label, ""), new.get(label, "")) for label in labels if old.get(label, "") != new.get(label, "")]


def _lines(terms: SchemeTerms) -> Iterator[tuple[Any, Any]]:
    yield _("In force from"), terms.effective_from.isoformat()
    yield _("Title in Chinese"), terms.title_zh
    if terms.title_zh_hant:
        yield _("Title in Traditional Chinese"), terms.title_zh_hant
    yield _("Title in English"), terms.title_en
    for route, texts in terms.wording.items():
        for language, text in texts.items():
            yield wording_label(route, language), text
    yield _("What it is not"), terms.disclaimer
    yield _("Valid for months"), terms.validity_months
    yield _("Grace in days"), terms.grace_days
    yield _("Fee"), _("no fee")
    yield from _demands(terms)
    for key, of in renewal_values(terms).items():
        yield RENEWAL_NAMES[key], of
    for profile in terms.renewal.get("profiles", {}).values():
        yield _("Food sector: minutes each year"), profile.get("yearly_minutes", "—")
    # What has no words yet (which lessons and activities count for what) is told apart by its fingerprint.
    yield _("Further rules of renewal, fingerprint"), digest({**terms.renewal, **dict.fromkeys(RENEWAL_NAMES)})[:8]


def renewal_values(terms: SchemeTerms) -> dict[str, int]:
    """The settings of renewal that have words."""
    told = {**terms.renewal, "law": terms.renewal.get("areas", terms.renewal).get("law", 0)}
    return {key: told.get(key, 0) for key in RENEWAL_NAMES}


def _demands(terms: SchemeTerms) -> Iterator[tuple[Any, Any]]:
    demands = terms.demands
    yield _("Hours of training"), demands.training_hours
    yield _("Pass mark"), terms.requirements.get("pass_mark", "—")
    yield (
        _("How it is issued"),
        _("by a person's decision on an application, by somebody who neither trained nor marked the applicant")
        if demands.is_decided
        else _("by rule, on a released pass"),
    )
    yield _("Routes"), "、".join(str(ROUTE_NAMES[route]) for route in demands.routes)
    for place, text in enumerate(demands.entry, 1):
        for language in LANGUAGES:
            yield _("Entry %(n)s, %(language)s") % {"n": place, "language": LANGUAGE_NAMES[language]}, text.get(language, "")
    for requirement in demands.requirements:
        name = named(requirement)
        yield name, "、".join(str(ROUTE_NAMES[route]) for route in requirement.routes)
        for language in LANGUAGES:
            label = _("%(what)s, %(language)s") % {"what": name, "language": LANGUAGE_NAMES[language]}
            yield label, requirement.text.get(language, "")
    for place, text in enumerate(demands.pledges, 1):
        for language in LANGUAGES:
            yield _("Pledge %(n)s, %(language)s") % {"n": place, "language": LANGUAGE_NAMES[language]}, text.get(language, "")


def wording_label(route: str, language: str) -> str:
    """What one text of the certificate is called."""
    words = {"route": ROUTE_NAMES.get(route, route), "language": LANGUAGE_NAMES.get(language, language)}
    return _("Wording: %(route)s, %(language)s") % words
