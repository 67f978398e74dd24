"""A template told line by line (版式内容), and how two of them differ: for whoever reads before publishing."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from certificates import template_words as words
from certificates.labels import LANGUAGES
from certificates.models import Template
from certificates.models.templates import TemplateTerms
from certificates.terms import LANGUAGE_NAMES, Change, Line


def lines(template: TemplateTerms | None) -> list[Line]:
    """What a template says, in one order for all; of the shipped form nothing but its look."""
    return [Line(str(label), str(text)) for label, text in _lines(template or Template())]


def changes(before: TemplateTerms | None, after: TemplateTerms) -> list[Change]:
    """The lines in which two templates differ; None is the shipped form."""
    old = {line.label: line.text for line in lines(before)}
    new = {line.label: line.text for line in lines(after)}
    labels = [*new, *(label for label in old if label not in new)]
    return [Change(label, old.get(label, ""), new.get(label, "")) for label in labels if old.get(label, "") != new.get(label, "")]


def _lines(template: TemplateTerms) -> Iterator[tuple[Any, Any]]:
    yield words.LOOKS["layout"], template.get_layout_display()
    yield words.LOOKS["middle"], template.get_middle_display()
    yield words.LOOKS["mark_at_head"], _("yes") if template.mark_at_head else _("no")
    for name in ("title_colour", "accent_colour", "text_colour"):
        yield words.LOOKS[name], getattr(template, f"get_{name}_display")()
    if template.mark:
        yield words.LOOKS["mark"], f"{template.mark.name}（{template.mark.sha256[:8]}）"
    for language in LANGUAGES:
        for label in words.places(language):
            if text := template.said(language, label):
                yield f"{words.LABELS[label]}，{LANGUAGE_NAMES[language]}", text
