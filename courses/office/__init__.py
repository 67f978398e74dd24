"""The course office's screens in the admin (课程后台): rules, tracks, runs, who teaches, packages made elsewhere."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from cms import office_menu
from courses.office.courses import CourseViewSet
from courses.office.media import MediumViewSet
from courses.office.packages import PackageViewSet
from courses.office.records import CompletionRecordViewSet
from courses.office.runs import RunViewSet
from courses.office.teachers import CourseTeacherViewSet
from courses.office.tracks import TrackViewSet


class WordMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("wagtailcore.add_page") or request.user.has_perm("courses.change_course")


class CourseOffice(office_menu.Office):
    items = (
        CourseViewSet,
        TrackViewSet,
        RunViewSet,
        CourseTeacherViewSet,
        MediumViewSet,
        PackageViewSet,
        CompletionRecordViewSet,
    )
    menu_label = _("Courses")
    menu_icon = "glasses"
    menu_order = office_menu.COURSES

    def desks(self) -> list[MenuItem]:
        """The road from a Word file to a lesson, for whoever may add one."""
        word = WordMenuItem(_("Lesson from Word"), reverse("courses_office:word"), icon_name="doc-full", order=900)
        return [word]
