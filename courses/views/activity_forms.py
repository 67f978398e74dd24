"""The form of a lesson's activity, for whoever may read the lesson."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.models import Identity
from courses import activity_forms, reading, standing
from courses.models import Course
from courses.views.one_course import page_of_course

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def activity_form(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """As a workbook, in the language of the text. A learner gets the form of the version he is enrolled in."""
    found = get_object_or_404(Course, code__iexact=course)
    page = page_of_course(found)
    told = standing.of(request.user, found, page, with_hours=False)
    here = told.syllabus.at(lesson) if told else None
    if told is None or here is None or (page.get_view_restrictions().exists() and not told.enrolment):
        raise Http404(lesson)
    read = reading.whole(told, here)
    made = activity_forms.workbook(read.text, Identity.for_request(request).name) if read else None
    if made is None:
        raise Http404("its activity has no form")
    headers = {"Content-Disposition": f'attachment; filename="{here.code}-form.xlsx"'}
    return HttpResponse(made, content_type=_XLSX, headers=headers)
