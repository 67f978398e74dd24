"""Assigning a course to one member and enrolling him at once (指派并选课), as an organisation's program asks for it.

What a program assigns is an assignment like any other: it has a date and a reason, stands in the matrix and is recalled
there. Asked again, nothing changes. Lock order: the body's row, then the learner's.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import today
from courses import completion
from courses.locking import course_lock
from courses.models import Course, CourseVersion, Enrolment, TrainingAssignment
from courses.training import assigning
from courses.training.assigning import NEWCOMER_DAYS, Wanted
from organisations.belonging import lock
from organisations.models import Membership
from organisations.refusal import Refused


@dataclass(frozen=True)
class Enrolled:
    """The enrolment, and whether the course is newly assigned to the member by name."""

    enrolment: Enrolment
    is_new: bool


@transaction.atomic
def assign_and_enrol(
    *, membership: Membership, course: Course, by: User, how: str, due_on: dt.date | None = None, reason: str = ""
) -> Enrolled:
    """Assign a course that is taken at one's own pace. Who learns it already goes on with his own version. Raises Refused."""
    body = lock(membership.organisation)
    row = Membership.objects.select_related("person", "organisation").get(pk=membership.pk)
    learner = row.person
    if not row.is_open or learner is None:
        raise Refused(_("This person has not accepted the invitation yet: there is no account that could learn."))
    enrolment = Enrolment.objects.visible_to(learner).filter(course=course).first()
    enrolment = enrolment or completion.enrol(learner=learner, version=_open(course, learner), by=by)
    standing = TrainingAssignment.objects.standing().filter(chosen=row, course=course).order_by("due_on").first()
    if standing is None:
        due_on = due_on or today() + dt.timedelta(days=NEWCOMER_DAYS)
        wanted = Wanted(course, due_on, reason.strip() or _("Assigned by the organisation’s own system"), members=[row])
        assigning.include(organisation=body, wanted=wanted, by=by, how=how)
    elif due_on not in (None, standing.due_on):
        raise assigning.other_day(standing)
    return Enrolled(enrolment, is_new=standing is None)


def _open(course: Course, learner: User) -> CourseVersion:
    """The version one enrols in today, if nothing stands against it."""
    version = course.current
    if version is None or not course.is_self_paced:
        raise Refused(_("This course is taken in a run: the person asks for a seat on the page of the run."))
    if closed := course_lock(course, learner):
        raise Refused(closed.sentence)
    return version
