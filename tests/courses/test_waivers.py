"""Another way accepted: who cannot do an activity as it stands completes it by a teacher's word, with a reason he reads."""

import pytest
from django.utils.translation import override

from courses import completion, waiving, working
from courses.models import ActivityEvidence, CourseTeacher, CreditEntry, LearningEvent, LessonPage
from notices.models import Notice
from tests.courses.activities import course_of, enrol, lesson_page, reading
from tests.courses.meeting import session
from tests.reading import english

READING = "6f6a1d8e-0000-4000-8000-000000000001"
HERE = "/learn/teaching/act/own-pace/waivers/"
ASKED = f"ACT-01/{READING}"


@pytest.fixture
def mine(learner, school):
    """The rule is fulfilled by nothing a browser without scripts could do."""
    course = course_of(lesson_page([reading(by="teacher", block_id=READING)]), code="ACT")
    CourseTeacher.objects.create(course=course, person=school)
    return enrol(learner, course)


def test_a_teacher_accepts_another_way_and_the_course_is_finished_with_its_hours(mine, learner, school, client_of):
    teacher = client_of(school)
    page = teacher.get(f"{HERE}?of={mine.pk}")
    assert [one.key for one in page.context["open"]] == [ASKED]
    assert f"?of={mine.pk}" in teacher.get("/learn/teaching/act/own-pace/people/?part=under_way").content.decode()
    answer = teacher.post(HERE, {"of": mine.pk, "activity": ASKED, "because": "面谈讲清了要点"})
    assert answer.status_code == 302
    assert working.done(learner, "ACT-01") == {READING}
    completion.complete(enrolment=mine, lesson_code="ACT-01")
    mine.refresh_from_db()
    assert mine.completed_at
    assert CreditEntry.objects.get().seconds == 30 * 60
    kept = ActivityEvidence.objects.get()
    assert (kept.deed, kept.by, kept.data, kept.completed) == (
        "waived",
        school,
        {"because": "面谈讲清了要点", "course": mine.course_id},
        True,
    )
    assert "waived" in LearningEvent.objects.values_list("verb", flat=True)
    notice = Notice.objects.get(code="courses.activity_waived", reader=learner)
    with override("zh-hans"):
        assert "面谈讲清了要点" in notice.text
    told = teacher.get(HERE).content.decode()
    assert "面谈讲清了要点" in told
    assert teacher.post(HERE, {"of": mine.pk, "activity": ASKED, "because": "又一次"}).status_code == 422, "nothing is open"
    assert ActivityEvidence.objects.count() == 1


@pytest.mark.parametrize(("activity", "because"), [(ASKED, " "), ("ACT-01/none", "理由"), ("", "理由")])
def test_without_a_reason_or_an_open_activity_nothing_is_accepted(mine, school, client_of, activity, because):
    answer = client_of(school).post(HERE, {"of": mine.pk, "activity": activity, "because": because})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not ActivityEvidence.objects.exists()


def test_nobody_accepts_his_own_nor_that_of_another_group(mine, learner, school, stranger, client_of):
    own = enrol(school, mine.course)
    assert client_of(school).post(HERE, {"of": own.pk, "activity": ASKED, "because": "我自己"}).status_code == 422
    other = enrol(learner, course_of(lesson_page([reading()], code="OTH-01"), code="OTH"))
    for number in (other.pk, "9" * 40, "x"):
        assert client_of(school).post(HERE, {"of": number, "activity": ASKED, "because": "别的"}).status_code == 404, number
    assert client_of(school).post(HERE, {"activity": ASKED, "because": "谁"}).status_code == 422
    for who in (learner, stranger):
        assert client_of(who).get(HERE).status_code == 404
        assert client_of(who).post(HERE, {"of": mine.pk, "activity": ASKED, "because": "理由"}).status_code == 404
    assert not ActivityEvidence.objects.exists()


def test_why_one_course_accepted_it_is_not_told_in_another_that_shows_the_lesson(mine, learner, school, stranger, client_of):
    other = course_of(LessonPage.objects.get(), code="OTH")
    CourseTeacher.objects.create(course=other, person=stranger)
    enrol(learner, other)
    waiving.waive(enrolment=mine, key=ASKED, by=school, because="眼疾，改为面谈")
    assert "眼疾" in client_of(school).get(HERE).content.decode()
    answer = client_of(stranger).get(HERE.replace("/act/", "/oth/"))
    assert (answer.status_code, answer.context["rows"]) == (200, [])


def test_what_a_teacher_decides_elsewhere_is_not_offered(learner):
    mine = enrol(learner, course_of(lesson_page([session(), reading(required=False), reading()]), is_self_paced=False))
    assert [one.activity.kind for one in waiving.still_open(mine)] == ["reading"]


def test_its_pages_speak_chinese(mine, school, client_of):
    for address in (HERE, f"{HERE}?of={mine.pk}"):
        assert english(client_of(school).get(address).content.decode(), r"ACT[-\w]*", r"ICP") == [], address
