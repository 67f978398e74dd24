"""The courses on offer, for programs."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as told_now
from django.utils.translation import gettext_noop as _
from ninja import Router

from core.interface.asking import Moment, since
from core.interface.describing import refusals
from core.interface.problems import not_found
from core.interface.replying import answer
from courses.interface import examples, shapes, telling
from courses.interface.finding import ThisCourse
from courses.models import CourseVersion
from organisations.bearing import OrganisationToken
from organisations.models import Scope

router = Router(tags=["courses"], auth=OrganisationToken(Scope.COURSES))
Since = Annotated[Moment | None, since(_("Only courses published anew at this moment or later."))]


@router.get(
    "courses/",
    response={200: shapes.Courses},
    url_name="courses",
    operation_id="courses",
    summary=_("The courses on offer"),
    description=_(
        "Every published course in its current version, by its code, all on one page. An answer carries an ETag; ask with"
        " If-None-Match and an unchanged one is 304. Scope: courses:read."
    ),
    openapi_extra=refusals(_("The courses."), example=examples.COURSES),
)
def courses(request: HttpRequest, since: Since = None) -> HttpResponse:
    """Three queries, however many courses."""
    rows = CourseVersion.objects.newest().select_related("course__track").prefetch_related("course__prerequisites")
    if since:
        rows = rows.filter(published_at__gte=since)
    named = telling.titles()
    told = [telling.course(row, named.get(row.course_id, {})) for row in rows.order_by("course__code")]
    return answer(request, {"items": told})


@router.get(
    "courses/{course}/",
    response={200: shapes.CourseTold},
    url_name="course",
    operation_id="course",
    summary=_("A course with its lessons"),
    description=_("The current version: its units, and the lessons in their order. Scope: courses:read."),
    openapi_extra=refusals(_("The course."), example=examples.COURSE),
)
def course(request: HttpRequest, course: ThisCourse) -> HttpResponse:
    """Three queries."""
    rows = CourseVersion.objects.newest().select_related("course__track").prefetch_related("course__prerequisites")
    version = rows.filter(course__code__iexact=course).first()
    if version is None:
        raise not_found(told_now("There is no course %(code)s.") % {"code": course})
    told = telling.course(version, telling.titles().get(version.course_id, {}))
    return answer(request, told | {"modules": telling.modules(version)})
