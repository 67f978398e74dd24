"""From officer over director to chief quality officer (成长路径, Art. 27): what of each course the step before has earned."""

from dataclasses import dataclass
from decimal import Decimal

from courses import countable
from courses.allotment import in_hours
from courses.catalogue import Offer, offers

WAY = ("QSO", "QSD", "CQO")


@dataclass(frozen=True)
class Step:
    """A course of the way; `shared` hours of it are lessons of the courses before it, which count once and for all."""

    offer: Offer
    shared: Decimal
    lessons: int


def steps() -> list[Step]:
    """The courses of the way that are on offer (two queries)."""
    by_code = {offer.page.course.code: offer for offer in offers()}
    found: list[Step] = []
    before: set[str] = set()
    for offer in (by_code[code] for code in WAY if code in by_code):
        common = [lesson for lesson in offer.version.lessons if lesson["code"] in before]
        found.append(Step(offer, in_hours(countable.total(common) * 60, offer.page.course.minutes_per_hour), len(common)))
        before |= set(offer.version.codes)
    return found
