"""What a table was asked for, in words (筛选条件): so that a sheet of paper says of whom it speaks."""

import datetime as dt
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.training.matrix import Asked, Column
from organisations.departments import Line


def in_words(asked: Asked, columns: Iterable[Column], lines: Iterable[Line]) -> list[str]:
    """One sentence for each condition; none when everybody is meant."""
    states = {
        "done": _("Completed it"),
        "on_time": _("Under way, in time"),
        "late": _("Begun, the date is past"),
        "never": _("Never started"),
        "overdue": _("Past the date"),
    }
    departments = {line.department.pk: line.path for line in lines}
    subjects = {column.key: column.title for column in columns}
    found = []
    if asked.department is not None:
        found.append(_("Only this department with its parts: %(name)s") % {"name": departments.get(asked.department, "—")})
    if asked.state != "all":
        found.append(_("Only people with a task of this state: %(state)s") % {"state": states[asked.state]})
    if asked.subject:
        found.append(_("Only this course or track: %(name)s") % {"name": subjects.get(asked.subject, "—")})
    if asked.words:
        found.append(_("Only people whose name, post or number holds: %(words)s") % {"words": asked.words})
    return found


def period(start: dt.date, end: dt.date) -> str:
    """From when to when, both days included."""
    days = {"start": date_format(start, "DATE_FORMAT"), "end": date_format(end, "DATE_FORMAT")}
    return _("From %(start)s to %(end)s, both days included") % days
