"""Dead ends: circles and what there is not are refused at save, and found by the command."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from courses.locking import course_faults, dead_ends
from courses.models import LessonPage
from tests.courses.small import lesson, make_course, page_of, publish


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "OTH-01"]])


def test_circles_and_absent_lessons_are_refused_at_save(course):
    first, second = lesson("TST-01"), lesson("OTH-01")
    second.after = "TST-01"
    second.save_revision().publish()
    first.after = "OTH-01"
    with pytest.raises(ValidationError, match="TST-01"):
        first.full_clean()
    first.after = "NIX-01"
    with pytest.raises(ValidationError, match="NIX-01"):
        first.full_clean()
    other = make_course("OTH", [["OTH-02"]])
    other.prerequisites.add(course)
    assert course_faults(course, [other])
    assert course_faults(other, [course]) == []


def test_the_command_finds_dead_ends(course):
    said = StringIO()
    call_command("dead_ends", stdout=said)
    LessonPage.objects.filter(code="TST-01").update(after="GONE-01")
    publish(page_of(course), [["TST-01", "OTH-01"]])
    assert len(dead_ends()) == 1
    with pytest.raises(CommandError):
        call_command("dead_ends", stdout=said)
    assert "GONE-01" in said.getvalue()
