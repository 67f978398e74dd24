"""What this room tells the search: policies, notices, awards, stories, science bases and programmes that are public."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Case, CharField, Expression, F, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.search.kinds import Kind
from talents.languages import told
from talents.models import Award, Bulletin, ExpertListing, Policy, Programme, ScienceBase, WinnerStory


class Told(Kind):
    """A thing told in two languages: its heading and its words are the reader's own where they are written."""

    headed: ClassVar[str] = "title"
    words: ClassVar[Sequence[str]]

    def things(self) -> "QuerySet[Any]":
        """What is public today: a draft and what begins tomorrow stand in the index, and nobody is shown them."""
        found: QuerySet[Any] = self.model.objects.public()
        return found

    def heading(self) -> Expression | F:
        return _told(self.headed)

    def title(self, thing: Any) -> str:
        return str(told(thing, self.headed))

    def texts(self, thing: Any) -> list[str]:
        """In the reader's language first, then as it is in Chinese: a word may stand in one of them alone."""
        read = [told(thing, name) for name in self.words]
        plain = [getattr(thing, name) for name in self.words]
        return list(dict.fromkeys(_line(part) for part in (*read, *plain) if part))


class PolicyKind(Told):
    name, label, place = "policy", _("Policies of support"), 60
    model = Policy
    words = ("benefit", "audience", "how_to_apply", "issuer", "deciding_office")


class BulletinKind(Told):
    name, label, place = "bulletin", _("Notices of authorities"), 61
    model = Bulletin
    words = ("text", "issuer")


class AwardKind(Told):
    name, label, place = "award", _("Awards"), 62
    model = Award
    headed = "name"
    words = ("who", "guidance", "criteria", "organiser")


class StoryKind(Told):
    name, label, place = "story", _("Stories of winners"), 63
    model = WinnerStory
    words = ("text", "winner")


class BaseKind(Told):
    name, label, place = "base", _("Science bases"), 64
    model = ScienceBase
    headed = "name"
    words = ("description", "theme", "host", "address")


class ProgrammeKind(Told):
    """Headed by its college and its major, as the directory has it."""

    name, label, place = "programme", _("Colleges"), 65
    model = Programme
    words = ("courses", "college", "major")

    def heading(self) -> Expression:
        return Concat(_told("college"), Value(" "), _told("major"), output_field=CharField())

    def title(self, thing: Programme) -> str:
        return f"{told(thing, 'college')} {told(thing, 'major')}"


class ExpertKind(Kind):
    """Experts who are listed today, found by name and by what they say."""

    name, label, place = "expert", _("Experts"), 66
    model = ExpertListing

    def things(self) -> "QuerySet[Any]":
        return ExpertListing.objects.public()

    def heading(self) -> F:
        return F("person__full_name")

    def load(self, keys: Collection[int]) -> Mapping[int, Any]:
        return ExpertListing.objects.select_related("person").in_bulk(list(keys))

    def title(self, thing: ExpertListing) -> str:
        return thing.title


def _told(name: str) -> Expression | F:
    """`languages.told`, asked of the database."""
    if get_language() != "en":
        return F(name)
    return Case(When(**{f"{name}_en": ""}, then=F(name)), default=F(f"{name}_en"), output_field=CharField())


def _line(value: Any) -> str:
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)
