"""What the site knows about a person and an organisation of his (自查事实), by the names the conditions of policies use."""

from typing import TYPE_CHECKING, Any

from appointments.models import Appointment, DutyEntry
from certificates.models import Certificate
from certificates.status import Status
from core.dates import add_years, today
from courses import hours, recognition
from courses.models import Course
from organisations.models import Organisation
from talents.models import ScienceBase, VisitSlot

if TYPE_CHECKING:
    from accounts.models import User

Facts = dict[str, Any]
_COURSES = ("CQO", "QSD", "QSO")


def of_person(user: "User") -> Facts:
    """Posts, hours, certificates. What only the person can say is not among them."""
    posts = Appointment.objects.visible_to(user).in_force().filter(person=user)
    facts: Facts = {"person.post": sorted({post.upper() for post in posts.values_list("post", flat=True)})}
    codes = list(Course.objects.filter(code__in=_COURSES).values_list("code", flat=True))
    elsewhere = recognition.by_course(user, codes)
    facts |= {f"person.credit_hours.{code}": hours.total(user, code) + elsewhere[code] for code in codes}
    held = [one for one in Certificate.objects.held_by(user).live().told() if one.status == Status.VALID]
    facts["person.certificate.status"] = "active" if held else "none"
    return facts


def of_organisation(body: Organisation) -> Facts:
    """Industry, size, its chief quality officer and the log kept; for who may see it (three queries)."""
    posts = Appointment.objects.filter(organisation=body, post=Appointment.Post.CQO).in_force()
    since = posts.order_by("since").values_list("since", flat=True).first()
    entries = DutyEntry.objects.standing().filter(appointment__organisation=body)
    return {
        "org.industry": body.industry.code if body.industry else None,
        "org.size": body.size or None,
        "org.cqo.active": since is not None,
        "org.cqo.months_in_post": _months(since) if since else 0,
        "org.duty_log.entries": entries.count(),
    }


def of_base(user: "User") -> Facts:
    """The science base a person keeps: its last review, its free visits of a year (three queries). Nothing for who keeps none."""
    base = ScienceBase.objects.keeper_is(user).public().first()
    if base is None:
        return {}
    review = base.reviews.first()
    year = VisitSlot.objects.filter(base=base, event__cancellation=None, day__gt=add_years(today(), -1), day__lte=today())
    return {
        "base.review_state": review.outcome if review else "none",
        "base.free_visits_per_year": year.count() if base.is_free else 0,
        "base.safety_officer": bool(base.safety_post),
        "base.accessible": bool(base.accessibility),
    }


def bodies_of(user: "User") -> list[Organisation]:
    """The verified organisations a person belongs to, those he answers for first (two queries)."""
    managed = set(Organisation.objects.managed_by(user).values_list("pk", flat=True))
    mine = Organisation.objects.visible_to(user).verified().told().filter(members__person=user, members__until=None)
    return sorted(mine.distinct(), key=lambda body: (body.pk not in managed, body.name))


def _months(since: Any) -> int:
    """Whole months from a day until today."""
    day = today()
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
