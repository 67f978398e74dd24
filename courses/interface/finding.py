"""What a question names, found for the body that asks; what is another's is not there."""

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja.params import functions as asked
from pydantic import StringConstraints

from core.interface.asking import Day
from core.interface.problems import not_found
from courses.models import Course
from organisations.models import Membership, Organisation

_Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,12}$")]
_COURSE, _MEMBER = gettext_noop("Code of one course."), gettext_noop("Id of one member.")
# In the address, or as a filter.
ThisCourse = Annotated[_Code, asked.Path(..., description=_COURSE, example="QSO")]
OfCourse = Annotated[_Code | None, asked.Query(None, description=_COURSE, example="QSO")]
ThisMember = Annotated[UUID, asked.Path(..., description=_MEMBER)]
OfMember = Annotated[UUID | None, asked.Query(None, description=_MEMBER)]

_UNTIL = gettext_noop("Day until which it is to be done, today or later. Without it, in 30 days.")
_WHY = gettext_noop("Why it is assigned; the member reads it. Without it, that a program of the organisation did so.")
UntilDay = Annotated[Day | None, asked.Query(None, description=_UNTIL, example="2026-12-31")]
# Databases keep no NUL in a text, and nobody reads the other control characters.
Why = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$"), asked.Query("", max_length=200, description=_WHY)]


def course_of(code: str) -> Course:
    """The published course of this code."""
    found = Course.objects.filter(versions__isnull=False, code__iexact=code).distinct().first()
    if found is None:
        raise not_found(_("There is no course %(code)s.") % {"code": code})
    return found


def member_of(organisation: Organisation, pk: UUID) -> Membership:
    """A member of today."""
    found = Membership.objects.open().filter(organisation=organisation, pk=pk).first()
    if found is None:
        raise not_found(_("There is no such member in the organisation, or the person has left."))
    return found
