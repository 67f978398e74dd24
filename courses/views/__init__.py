from courses.views.calendar import calendar, calendar_feed, calendar_key
from courses.views.deeds import activity, answers, completion, enrolment, made_up_hours
from courses.views.learning import dashboard, hours
from courses.views.leaves import medium_pages, medium_picture, medium_place
from courses.views.media import captions, medium
from courses.views.public import catalogue, course, lesson_at, library, library_lesson, library_lesson_at, page, show_lesson
from courses.views.record import record, record_check, record_file, record_pdf, records
from courses.views.runs import place, run, withdrawal
from courses.views.tracks import track
from courses.views.watching import beats, sittings

__all__ = [
    "activity",
    "answers",
    "beats",
    "calendar",
    "calendar_feed",
    "calendar_key",
    "captions",
    "catalogue",
    "completion",
    "course",
    "dashboard",
    "enrolment",
    "hours",
    "lesson_at",
    "library",
    "library_lesson",
    "library_lesson_at",
    "made_up_hours",
    "medium",
    "medium_pages",
    "medium_picture",
    "medium_place",
    "page",
    "place",
    "record",
    "record_check",
    "record_file",
    "record_pdf",
    "records",
    "run",
    "show_lesson",
    "sittings",
    "track",
    "withdrawal",
]
