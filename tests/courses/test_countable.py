"""Kinds of activity a course counts no hours for: frozen with its version, refused with the reason, and never by surprise."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import override

from core.dates import now
from courses import completion, countability, cycles, hours, ledger, moving, publishing, record, working
from courses.activities import Reached
from courses.activities import of as activities_of
from courses.catalogue import offers
from courses.interface import telling
from courses.locking import dead_ends
from courses.meetings import attending
from courses.models import CompletionRecord, Course, CoursePage, CreditEntry, LessonPage
from courses.publishing import Publication, published_as
from tests.courses.activities import course_of, enrol, lesson_page, reading, translated, write
from tests.courses.films import medium, video
from tests.courses.learning import complete as finish
from tests.courses.meeting import SESSION, course_that_meets, meet, run_of, session

READING = "6f6a1d8e-0000-4000-8000-000000000001"
FILM = "6f6a1d8e-0000-4000-8000-0000000000aa"
HERE = "/en/courses/act/act-01/"


def own(block, minutes):
    """The activity with so many of the lesson's minutes to itself."""
    block["value"]["rule"]["minutes"] = minutes
    return block


def read(mine, code="ACT-01"):
    for one in activities_of(mine.version.lesson(code)):
        working.note(learner=mine.learner, lesson_code=code, activity=one, deed="read")


def lines(learner):
    told = CreditEntry.objects.visible_to(learner).order_by("pk")
    return [(one.seconds // 60, one.refused_seconds // 60, one.reason, one.rule_version) for one in told]


@pytest.fixture
def page(db):
    """A lesson of 30 minutes, 10 of which are its reading's."""
    return lesson_page([own(reading(block_id=READING), 10)])


@pytest.fixture
def course(page):
    """It counts no hours for readings."""
    return course_of(page, uncounted_kinds=["reading"])


@pytest.fixture
def mine(learner, course):
    return enrol(learner, course)


@pytest.fixture
def office(administrator, client_of):
    return client_of(administrator)


def rule_of(office, course, *kinds, **changed):
    """The rules of a course saved in the admin."""
    told = {"code": course.code, "minutes_per_hour": 45, "daily_cap_hours": 8, "renewal_days": 90, "is_self_paced": "on"}
    return office.post(f"/cms/snippets/courses/course/edit/{course.pk}/", told | {"uncounted_kinds": kinds} | changed)


# --- what is earned -------------------------------------------------------------------------------------------


def test_its_minutes_are_refused_with_the_reason_and_all_others_count(mine, learner):
    read(mine)
    finish(mine, "ACT-01")
    finish(mine, "ACT-01")
    assert lines(learner) == [(20, 0, "completed", "1/45/8/v1"), (0, 10, "uncounted", "1/45/8/v1")]
    with override("en"):
        told = ledger.of(learner)
        [why, credited] = [line.why for line in told.lines]
        assert (why, credited) == ("this course credits no hours for this kind of activity: Reading", "lesson completed")
        assert [row[5] for row in record.entries(learner).rows] == [credited, why]
        assert telling.entry(CreditEntry.objects.get(reason="uncounted"), {})["reason_text"] == why
    assert told.minutes == sum(one.seconds for one in CreditEntry.objects.all()) // 60 == 20
    assert told.open_minutes == 0
    assert hours.make_up(learner=learner, lesson_code="ACT-01") is None


def test_where_everything_counts_nothing_is_kept_of_it_and_nothing_is_refused(learner, page):
    mine = enrol(learner, course_of(page))
    assert "uncounted" not in str(mine.version.structure)
    read(mine)
    finish(mine, "ACT-01")
    assert lines(learner) == [(30, 0, "completed", "1/45/8")]


@pytest.mark.parametrize("deed", ["watched", "read"])
def test_who_reads_the_transcript_earns_what_who_watches_earns(learner, deed):
    """The kind is the film's, whichever way its learner went."""
    page = lesson_page([own(video(medium(), block_id=FILM), 5), own(reading(block_id=READING), 10)])
    mine = enrol(learner, course_of(page, uncounted_kinds=["reading"]))
    [film, text] = activities_of(mine.version.lesson("ACT-01") or {})
    reached = Reached(percent=100) if deed == "watched" else Reached()
    working.note(learner=learner, lesson_code="ACT-01", activity=film, deed=deed, reached=reached)
    working.note(learner=learner, lesson_code="ACT-01", activity=text, deed="read")
    finish(mine, "ACT-01")
    assert [(counted, refused) for counted, refused, *_rest in lines(learner)] == [(20, 0), (0, 10)]


def test_the_cap_is_asked_of_what_counts_alone(learner, page):
    mine = enrol(learner, course_of(page, uncounted_kinds=["reading"], minutes_per_hour=15, daily_cap_hours=1))
    read(mine)
    finish(mine, "ACT-01")
    assert [line[:3] for line in lines(learner)] == [(15, 5, "daily_cap"), (0, 10, "uncounted")]
    Course.objects.update(daily_cap_hours=2)
    assert hours.make_up(learner=learner, lesson_code="ACT-01").rule_version == "1/15/2/v1"
    assert hours.credited(learner, "ACT-01") == 20 * 60


def test_a_meeting_that_does_not_count_says_so_once_and_completing_the_lesson_does_not_credit_it_after_all(school, learner):
    course = course_that_meets(own(session(), 20), uncounted_kinds=["session"])
    run = run_of(course, school, learner)
    attending.put_down(meeting=meet(run, school, minutes=15), learner=learner, by=school)
    assert [line[:3] for line in lines(learner)] == [(0, 15, "uncounted")]
    mine = learner.enrolments.get()
    assert working.done(learner, "F2F-01") == {SESSION}
    completion.complete(enrolment=mine, lesson_code="F2F-01")
    assert [line[:3] for line in lines(learner)] == [(0, 15, "uncounted"), (160, 0, "completed"), (0, 5, "uncounted")]


def test_a_lesson_of_two_courses_is_counted_by_the_one_that_counts_more_of_it(mine, learner, page):
    enrol(learner, course_of(page, code="ALL"))
    read(mine)
    finish(mine, "ACT-01")
    entry = CreditEntry.objects.get()
    assert (entry.course.code, entry.seconds, entry.rule_version) == ("ALL", 30 * 60, "1/45/8")


def test_who_enrols_later_in_a_course_that_counts_it_is_credited_then_and_once(mine, learner, page):
    read(mine)
    finish(mine, "ACT-01")
    for code in ("ALL", "TOO"):
        enrol(learner, course_of(page, code=code))
    assert [line[:3] for line in lines(learner)] == [(20, 0, "completed"), (0, 10, "uncounted"), (10, 0, "made_up")]
    assert hours.credited(learner, "ACT-01") == 30 * 60


def test_what_was_taken_back_is_not_credited_by_enrolling_elsewhere(school, learner):
    """Of twenty refused minutes no more are counted later than those twenty, however many courses show the lesson."""
    course = course_that_meets(session(), own(reading(block_id=READING), 20), uncounted_kinds=["reading"])
    run = run_of(course, school, learner)
    there = attending.put_down(meeting=meet(run, school, minutes=30), learner=learner, by=school)
    mine = learner.enrolments.get()
    [_session, text] = activities_of(mine.version.lesson("F2F-01") or {})
    working.note(learner=learner, lesson_code="F2F-01", activity=text, deed="read")
    completion.complete(enrolment=mine, lesson_code="F2F-01")
    attending.take_back(attendance=there, by=school, because="不在场")
    for code in ("ALL", "TOO"):
        enrol(learner, course_of(LessonPage.objects.get(), code=code, is_self_paced=False))
    assert [line[0] for line in lines(learner)] == [30, 130, 0, -30, 20]
    assert hours.credited(learner, "F2F-01") == (180 - 30) * 60


def test_learned_anew_in_a_later_cycle_it_earns_nothing_more_and_refuses_nothing(learner, page):
    """The rule came meanwhile: what was credited whole is not told to have been refused."""
    mine = enrol(learner, course_of(page))
    read(mine)
    finish(mine, "ACT-01")
    Course.objects.update(uncounted_kinds=["reading"])
    publishing.freeze(mine.course)
    mine.refresh_from_db()
    assert mine.course.current
    mine.version, mine.counts_from, mine.completed_at = mine.course.current, now(), None
    mine.save()
    [one] = activities_of(mine.version.lesson("ACT-01") or {})
    working.note(learner=learner, lesson_code="ACT-01", activity=one, deed="read", since=mine.counts_from)
    completion.complete(enrolment=mine, lesson_code="ACT-01")
    assert [line[:2] for line in lines(learner)] == [(30, 0)]


# --- what a learner is told before ---------------------------------------------------------------------------


def test_it_is_said_before_one_begins_and_every_figure_reckons_with_it(course, client, mine, client_of):
    lesson = client.get(HERE).content.decode()
    assert "Of the 30 minutes of this lesson 20 earn credit hours; this course counts none for: Reading." in lesson
    assert "a completed lesson counts 0.4 credit hours" in lesson
    told = client.get("/en/courses/act/").content.decode()
    assert "This course counts no credit hours for: Reading." in told
    [offer] = offers()
    assert (offer.version.minutes, offer.hours) == (20, "0.4")
    assert telling.modules(offer.version)[0]["lessons"][0] | {"titles": {}} == {
        "code": "ACT-01", "titles": {}, "minutes": 30, "minutes_counted": 20,
    }  # fmt: skip
    here = client_of(mine.learner)
    assert "earns no hours here" in here.get(HERE).content.decode()
    read(mine)
    assert "Completing the lesson credits 20 minutes, 0.4 credit hours." in here.get(HERE).content.decode()
    finish(mine, "ACT-01")
    done = here.get(HERE).content.decode()
    assert "20 minutes credited. 10 minutes are of activities that earn no hours in this course." in done


# --- the rule is of a version ---------------------------------------------------------------------------------


def test_a_rule_saved_is_a_version_of_its_own_and_who_is_enrolled_keeps_his(page, learner, stranger, administrator, office):
    course = course_of(page)
    before = enrol(learner, course)
    assert rule_of(office, course, "reading").status_code == 302
    now_ = course.current
    assert (now_.number, now_.minutes, now_.published_by) == (2, 20, administrator)
    after = enrol(stranger, course)
    for one in (before, after):
        one.refresh_from_db()
        read(one)
        finish(one, "ACT-01")
    assert [line[:2] for line in lines(learner)] == [(30, 0)]
    assert [line[:2] for line in lines(stranger)] == [(20, 0), (0, 10)]
    assert rule_of(office, course, "reading").status_code == 302
    assert course.current == now_


def test_moved_to_it_by_a_named_person_one_keeps_every_minute(page, learner, administrator, office):
    other = lesson_page([own(reading(), 10)], code="ACT-02")
    course = course_of(page, other)
    mine = enrol(learner, course)
    read(mine)
    finish(mine, "ACT-01")
    rule_of(office, course, "reading")
    moving.move(course=course, run=None, by=administrator, because="新的学时规则")
    mine.refresh_from_db()
    assert mine.version == course.current
    read(mine, "ACT-02")
    finish(mine, "ACT-02")
    assert [line[:2] for line in lines(learner)] == [(30, 0), (20, 0), (0, 10)]


def test_moved_to_a_version_that_counts_more_one_is_credited_the_rest_once(page, learner, administrator, office):
    course = course_of(page, lesson_page([own(reading(), 10)], code="ACT-02"), uncounted_kinds=["reading"])
    mine = enrol(learner, course)
    read(mine)
    finish(mine, "ACT-01")
    for kinds in ((), ("reading",), ()):
        rule_of(office, course, *kinds)
        moving.move(course=course, run=None, by=administrator, because="改计全部学时")
    assert [line[:3] for line in lines(learner)] == [(20, 0, "completed"), (0, 10, "uncounted"), (10, 0, "made_up")]


def test_a_cycle_by_a_version_that_counts_more_credits_the_rest(mine, page, learner, office, administrator):
    read(mine)
    finish(mine, "ACT-01")
    rule_of(office, mine.course)
    mine.refresh_from_db()
    kept = CompletionRecord.objects.get(enrolment=mine)
    cycles.withdraw(completion=kept, by=administrator, because="重新学习")
    assert [line[:3] for line in lines(learner)] == [(20, 0, "completed"), (0, 10, "uncounted"), (10, 0, "made_up")]


def test_a_program_of_before_there_was_a_rule_still_keeps_courses(course):
    """It runs on these tables while a release goes in, and names no column that it does not know."""
    known = [one.column for one in Course._meta.local_concrete_fields if one.name not in ("id", "code", "uncounted_kinds")]
    names = ", ".join(f'"{one}"' for one in known)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO courses_course (code, {names}) SELECT 'OLD', {names} FROM courses_course")
    assert Course.objects.get(code="OLD").uncounted_kinds == []


def test_a_correction_of_words_brings_no_rule_to_who_has_none(page, learner, office):
    """The older version holds the very same text: it gets the words, and keeps what it counts."""
    course = course_of(page)
    mine = enrol(learner, course)
    rule_of(office, course, "reading")
    page.refresh_from_db()
    page.title = "活动课（更正）"
    with published_as(Publication(is_correction=True)):
        page.save_revision().publish()
    mine.refresh_from_db()
    assert mine.version.label == "v1.1"
    assert mine.version.lesson("ACT-01")["title"] == {"zh-hans": "活动课（更正）"}
    assert (mine.version.minutes, course.current.minutes) == (30, 20)


# --- rules that could never hold -----------------------------------------------------------------------------


def test_a_rule_is_refused_where_an_activity_does_not_say_its_minutes(page, office):
    course = course_of(page, lesson_page([reading("第十条原文")], code="ACT-02"))
    with override("en"):
        [told] = countability.faults_of_rule(course, ["reading"])
    assert "“第十条原文”, in the lesson ACT-02, how many of the lesson's 30 minutes are its own" in told
    answer = rule_of(office, course, "reading")
    assert "ACT-02" in str(answer.context["form"].errors["uncounted_kinds"])
    assert course.current.number == 1
    assert rule_of(office, course, "quiz").status_code == 302


def test_a_text_in_another_language_lends_words_alone_and_need_say_no_minutes(course, page):
    twin = lesson_page([reading("Article 9")], language="en", key=page.translation_key)
    told = translated(course, "en")
    items = [{"type": "item", "value": twin.pk, "id": "x"}]
    told.modules = told.modules.stream_block.to_python([{"type": "module", "value": {"title": "1", "lessons": items}, "id": "y"}])
    told.full_clean()
    twin.full_clean()
    assert course.current.minutes == 20


@pytest.mark.parametrize(
    ("minutes", "said"), [(None, "how many of the lesson's"), (30, "would credit nothing of the lesson ACT-01")]
)
def test_a_lesson_that_the_rule_cannot_count_is_refused_with_its_place(course, page, minutes, said):
    write(page, [own(reading(block_id=READING), minutes)])
    with override("en"), pytest.raises(ValidationError) as told:
        page.full_clean()
    assert said in str(told.value.message_dict["body"])


def test_an_activity_cannot_have_more_minutes_than_its_lesson(page):
    write(page, [own(reading(), 20), own(reading(), 11)])
    with override("en"), pytest.raises(ValidationError) as told:
        page.full_clean()
    assert "take 31 minutes together; the lesson has 30" in str(told.value.message_dict["body"])


def test_a_course_cannot_show_what_its_rule_cannot_count(course):
    one = CoursePage.objects.get()
    one.full_clean()
    LessonPage.objects.get().save_revision().publish()
    lost = lesson_page([reading(by="self", required=True)], code="ACT-02")
    items = [{"type": "item", "value": lost.pk, "id": "x"}]
    one.modules = one.modules.stream_block.to_python([{"type": "module", "value": {"title": "一", "lessons": items}, "id": "y"}])
    with pytest.raises(ValidationError, match="ACT-02"):
        one.full_clean()
    Course.objects.update(uncounted_kinds=[])
    one = CoursePage.objects.get()
    one.modules = one.modules.stream_block.to_python([{"type": "module", "value": {"title": "一", "lessons": items}, "id": "y"}])
    one.save_revision().publish()
    Course.objects.update(uncounted_kinds=["reading"])
    assert any("ACT-02" in line for line in dead_ends())


def test_what_need_not_be_done_need_not_say_its_minutes(page):
    course = course_of(page, uncounted_kinds=["reading"])
    write(page, [own(reading(block_id=READING), 10), reading("选读", required=False)])
    page.full_clean()
    page.save_revision().publish()
    assert course.current.minutes == 20
