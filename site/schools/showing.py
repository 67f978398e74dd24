"""What the page of a public resource tells besides its words: who uses it, how it was found, and what this reader may do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db.models import QuerySet

from cms.openness import open_to_all
from schools import adopting, permissions
from schools.adopting import Figures
from schools.models import LessonPackPage, Rating, SchoolPage
from schools.models.using import MOST_STARS
from schools.shelving import with_school
from schools.traits import may_be_adapted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

MOST_NAMED = 50


@dataclass(frozen=True)
class Mine:
    """What a teacher may do here. `using`: the schools of his that use it."""

    schools: list[SchoolPage]
    using: list[SchoolPage]
    stars: int
    may_rate: bool
    may_adapt: bool

    @property
    def not_yet(self) -> list[SchoolPage]:
        return [school for school in self.schools if school not in self.using]


@dataclass(frozen=True)
class Use:
    """`twins`: the same resource in other languages."""

    figures: Figures
    used_by: list[SchoolPage]
    adaptations: list[LessonPackPage]
    twins: list[LessonPackPage]
    mine: Mine | None
    points: range = range(1, MOST_STARS + 1)

    @property
    def is_used(self) -> bool:
        return bool(self.used_by or self.adaptations)


def use(page: LessonPackPage, reader: "User | AnonymousUser | Any") -> Use:
    """Six queries for a stranger."""
    schools = SchoolPage.objects.live().filter(adoptions__page=page).order_by("title")[:MOST_NAMED]
    public = with_school(open_to_all(LessonPackPage.objects.live())).select_related("locale").defer("text", "html")
    mine = _mine(page, cast("User", reader), list(schools)) if reader.is_authenticated else None
    twins = public.filter(translation_key=page.translation_key).exclude(pk=page.pk).order_by("locale")
    return Use(adopting.figures(page), list(schools), list(public.filter(based_on=page)[:MOST_NAMED]), list(twins), mine)


def used_by(school: SchoolPage) -> "QuerySet[LessonPackPage]":
    """What a school uses of others. The Chinese page holds it; a page in another language shows the same."""
    rows = LessonPackPage.objects.live().filter(adoptions__school__translation_key=school.translation_key)
    told = with_school(open_to_all(rows)).select_related("locale").defer("text", "html")
    return told.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("stage", "title")


def _mine(page: LessonPackPage, reader: "User", using: list[SchoolPage]) -> Mine | None:
    schools = list(permissions.schools_of(reader))
    if not schools:
        return None
    own = page.get_parent().translation_key
    others = [school for school in schools if school.translation_key != own]
    given = Rating.objects.filter(page=page, by=reader).values_list("stars", flat=True).first()
    may_rate = len(others) == len(schools)
    return Mine(others, [one for one in others if one in using], given or 0, may_rate, may_be_adapted(page.licence))
