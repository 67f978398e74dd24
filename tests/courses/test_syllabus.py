"""Where one goes on: the lesson last worked on, else the next open one after it, else the first open one."""

import datetime as dt

from courses.syllabus import Step, draw

DAY = dt.datetime(2026, 9, 18, tzinfo=dt.UTC)


def structure(*codes, titles=None):
    lessons = [
        {"code": c, "slug": c.lower(), "key": c, "minutes": 30, "title": {"zh-hans": c}, "revisions": {}, "checks": ["x"]}
        for c in codes
    ]
    half = len(lessons) // 2
    return {
        "modules": [
            {"title": titles or {"zh-hans": "一"}, "lessons": lessons[:half]},
            {"title": {"en": "Two"}, "lessons": lessons[half:]},
        ]
    }


def done(hours):
    return Step(DAY + dt.timedelta(hours=hours), DAY + dt.timedelta(hours=hours))


def begun(hours):
    return Step(DAY + dt.timedelta(hours=hours), None)


def go_on(**steps):
    lesson = draw(structure("A", "B", "C", "D"), "zh-hans", steps).next
    return lesson.code if lesson else None


def test_a_newcomer_starts_with_the_first_lesson():
    assert go_on() == "A"


def test_one_goes_on_with_the_lesson_last_worked_on():
    assert go_on(A=done(1), C=begun(2)) == "C"


def test_after_a_completed_lesson_comes_the_next_open_one():
    assert go_on(A=begun(1), B=done(2), C=done(1)) == "D"


def test_at_the_end_one_returns_to_what_was_left_out():
    assert go_on(A=done(1), B=begun(2), D=done(3), C=done(1)) == "B"


def test_nothing_is_left_when_all_is_done():
    assert go_on(A=done(1), B=done(2), C=done(3), D=done(4)) is None


def test_percent_is_a_hundred_only_when_all_is_done():
    syllabus = draw(structure(*"ABCDEFG"), "zh-hans", {code: done(1) for code in "ABCDEF"})
    assert (syllabus.percent, syllabus.done, syllabus.left) == (85, 6, 1)


def test_a_title_that_lacks_the_language_is_told_in_chinese_or_any():
    syllabus = draw(structure("A", "B"), "en", {})
    assert [unit.title for unit in syllabus.units] == ["一", "Two"]
    assert draw(structure("A", "B"), "zh-hans", {}).units[1].title == "Two"
