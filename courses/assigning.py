"""Assigning a course to a member (指派课程): the member is enrolled, told, and the body sees this course from then on.

Lock order: the body's row, then the learner's. Asked again, the enrolment there is.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from courses import completion, news
from courses.locking import course_lock
from courses.models import Course, CourseAssignment, CourseVersion, Enrolment
from organisations.belonging import lock
from organisations.models import Membership


class Refused(Exception):
    """It cannot be done now; the message says why, in the asker's language."""


@dataclass(frozen=True)
class Assigned:
    """The enrolment, and whether the assignment is new."""

    enrolment: Enrolment
    is_new: bool


@transaction.atomic
def assign(*, membership: Membership, course: Course, by: User, how: str) -> Assigned:
    """Assign a course that is taken at one's own pace. Who learns it already goes on with his own version."""
    lock(membership.organisation)
    row = Membership.objects.select_related("person", "organisation").get(pk=membership.pk)
    learner = row.person
    if not row.is_open or learner is None:
        raise Refused(_("This person has not accepted the invitation yet: there is no account that could learn."))
    enrolment = Enrolment.objects.visible_to(learner).filter(course=course).first()
    enrolment = enrolment or completion.enrol(learner=learner, version=_open(course, learner), by=by)
    assignment, is_new = CourseAssignment.objects.get_or_create(membership=row, course=course, defaults={"assigned_by": by})
    if is_new:
        record("course.assigned", assignment, by=by, organisation=str(row.organisation_id), course=course.code, how=how)
        news.tell_assigned(assignment)
    return Assigned(enrolment, is_new)


def _open(course: Course, learner: User) -> CourseVersion:
    """The version one enrols in today, if nothing stands against it."""
    version = course.current
    if version is None or not course.is_self_paced:
        raise Refused(_("This course is taken in a run: the person asks for a seat on the page of the run."))
    if closed := course_lock(course, learner):
        raise Refused(closed.sentence)
    return version
