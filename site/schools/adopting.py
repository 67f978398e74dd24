"""Using a resource at one's school (本校使用) and rating it (评分): by teachers whom the operator put into a school's group."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Avg, Count
from django.utils.translation import gettext as _

from accounts.models import User
from cms import pagecache
from core.audit import record
from core.dates import now
from schools import permissions
from schools.models import Adoption, LessonPackPage, Rating, SchoolPage
from schools.models.using import FEWEST_RATINGS, MOST_STARS

# Whatever shows these figures is drawn anew.
_TAG = "resource-use"


@dataclass(frozen=True)
class Figures:
    """How a resource fares. `average` is None while fewer than three have rated it."""

    schools: int
    ratings: int
    average: float | None


def figures(page: LessonPackPage) -> Figures:
    """Two queries."""
    told = page.ratings.aggregate(n=Count("pk"), mean=Avg("stars"))
    enough = told["n"] >= FEWEST_RATINGS
    return Figures(page.adoptions.count(), told["n"], round(told["mean"], 1) if enough else None)


@transaction.atomic
def adopt(page: LessonPackPage, *, school: SchoolPage, by: User) -> Adoption:
    """The school uses it; twice is once."""
    _may(page, school, by)
    if page.get_parent().translation_key == school.translation_key:
        raise ValidationError(_("It is your own school's resource; only the use by other schools is counted."))
    made, is_new = Adoption.objects.get_or_create(page=page, school=school, defaults={"by": by})
    if is_new:
        record("resource.adopted", page, by=by, school=school.pk)
        pagecache.purge(_TAG)
    return made


@transaction.atomic
def drop(page: LessonPackPage, *, school: SchoolPage, by: User) -> None:
    """The school uses it no more."""
    _may(page, school, by)
    if Adoption.objects.filter(page=page, school=school).delete()[0]:
        record("resource.adoption_ended", page, by=by, school=school.pk)
        pagecache.purge(_TAG)


@transaction.atomic
def rate(page: LessonPackPage, *, stars: int, by: User) -> Rating:
    """One rating for each teacher and resource; given again, it takes the old one's place."""
    if not permissions.schools_of(by).exists():
        raise PermissionDenied(_("Only teachers of a school that writes here rate resources."))
    if permissions.writes(by, page):
        raise ValidationError(_("It is your own school's resource; teachers of other schools rate it."))
    if not 1 <= stars <= MOST_STARS:
        raise ValidationError(_("A rating is one to five points."))
    made, _new = Rating.objects.update_or_create(page=page, by=by, defaults={"stars": stars, "at": now()})
    record("resource.rated", page, by=by, stars=stars)
    pagecache.purge(_TAG)
    return made


def _may(page: LessonPackPage, school: SchoolPage, by: User) -> None:
    if not page.live or not permissions.schools_of(by).filter(pk=school.pk).exists():
        raise PermissionDenied(_("Only a teacher of this school says what it uses."))
