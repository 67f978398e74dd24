"""The notes as a reader narrows them (筛选): for whom they are and of which field, in the address, with numbers that hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.query import PageQuerySet

from cms.audience import Audience
from core.members import holding
from courses.browsing import Choice, Facet
from statutes.models import QualityField

# In the address -> the column that holds the values.
COLUMNS = {"audience": "audiences", "field": "quality_fields"}
Kind = tuple[dict[str, list[str]], int]


@dataclass(frozen=True)
class Narrowed:
    """What is left, and how it can be narrowed further."""

    notes: PageQuerySet
    facets: list[Facet]
    is_narrowed: bool


def narrowed(notes: PageQuerySet, asked: Mapping[str, str]) -> Narrowed:
    """The notes that have what is asked; what none has is not asked. One query, which counts them by what they have."""
    told = notes.order_by().values_list(*COLUMNS.values()).annotate(Count("pk"))
    kinds: list[Kind] = [(dict(zip(COLUMNS, row[:-1], strict=True)), row[-1]) for row in told]
    known = {name: {value for traits, _number in kinds for value in traits[name]} for name in COLUMNS}
    chosen = {name: value for name in COLUMNS if (value := asked.get(name, "")) in known[name]}
    for name, value in chosen.items():
        notes = notes.filter(holding(COLUMNS[name], value))
    facets = [_facet(name, kinds, chosen) for name in COLUMNS if len(known[name]) > 1]
    return Narrowed(notes, facets, bool(chosen))


def _facet(name: str, kinds: list[Kind], chosen: dict[str, str]) -> Facet:
    """Its values in their order, those that would leave something or are chosen."""
    others = {facet: value for facet, value in chosen.items() if facet != name}
    label, values = _words(name)
    choices = []
    for value, words in values:
        number = sum(n for traits, n in kinds if value in traits[name] and all(v in traits[f] for f, v in others.items()))
        is_chosen = chosen.get(name) == value
        if number or is_chosen:
            query = urlencode(others if is_chosen else {**others, name: value})
            choices.append(Choice(words, number, f"?{query}" if query else "?", is_chosen))
    return Facet(label, choices)


def _words(name: str) -> tuple[str, list[tuple[str, str]]]:
    """What the facet is called, and each of its values."""
    if name == "audience":
        return pgettext("audience", "Meant for"), [(value, str(label)) for value, label in Audience.choices]
    return _("Field of quality"), [(value, str(label)) for value, label in QualityField.Slug.choices]
