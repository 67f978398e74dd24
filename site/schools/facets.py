"""What resources are narrowed by (筛选项): the values of each facet in words, and the marks they have in the tally."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.templatetags.ui import chinese
from organisations.models import Industry
from schools.traits import Kind, Language, Length, Licence, Role, Stage, Subject


@dataclass(frozen=True)
class Option:
    value: str
    label: "Promise | str"
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: "Promise | str"
    every: "Promise | str"  # what choosing nothing is called
    options: list[Option]


@dataclass(frozen=True)
class Trait:
    """One facet, before anything is counted. `marks`: under what the tally holds a value, where that is not the value itself."""

    name: str
    label: "Promise | str"
    every: "Promise | str"
    choices: "Sequence[tuple[str, Promise | str]]"
    marks: Mapping[str, str] = field(default_factory=dict)

    def mark(self, value: str) -> str:
        return self.marks.get(value, value)

    def has(self, value: str) -> bool:
        return any(value == one for one, _label in self.choices)

    def counted(self, counts: Mapping[str, int], chosen: str) -> Facet:
        """Its values that leave something, and the one that is chosen in any case."""
        told = [(value, label, counts.get(self.mark(value), 0)) for value, label in self.choices]
        options = [Option(value, label, n, value == chosen) for value, label, n in told if n or value == chosen]
        return Facet(self.name, self.label, self.every, options)


def traits() -> list[Trait]:
    """In the order of the page. The industries are the operator's own list: one query."""
    return [*_FIRST, _industries(), *_LAST]


def _industries() -> Trait:
    rows = list(Industry.objects.all())
    choices: list[tuple[str, Promise | str]] = [(one.code, chinese(str(one))) for one in rows]
    return Trait("industry", _("Industry"), _("every industry"), choices, {one.code: str(one.pk) for one in rows})


def _of(name: str, enum: "type[TextChoices]", label: "Promise | str", every: "Promise | str") -> Trait:
    return Trait(name, label, every, enum.choices)


_FIRST = (
    _of("stage", Stage, _("School stage"), _("every stage")),
    _of("subject", Subject, _("School subject"), _("every subject")),
    _of("length", Length, _("Length"), _("any length")),
    _of("kind", Kind, _("Kind"), _("every kind")),
    _of("role", Role, _("Post"), pgettext_lazy("teaching resource", "every post")),
)
_LAST = (
    _of("language", Language, _("Language"), _("every language")),
    _of("licence", Licence, _("Licence"), _("every licence")),
)
