"""The course office's screens in the admin (课程后台): rules, tracks, runs, who teaches, packages made elsewhere."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from courses.office.courses import CourseViewSet
from courses.office.media import MediumViewSet
from courses.office.packages import PackageViewSet
from courses.office.records import CompletionRecordViewSet
from courses.office.runs import RunViewSet
from courses.office.teachers import CourseTeacherViewSet
from courses.office.tracks import TrackViewSet


class CourseOffice(SnippetViewSetGroup):
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
    menu_order = 240
