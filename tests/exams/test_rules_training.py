"""Rules ask for training: a course, a track, both or neither; chosen from what is published, and possible to complete."""

import pytest

from courses.models import Track
from exams import ruling
from exams.models import Area
from tests.courses.learning import complete_all, enrol
from tests.courses.small import make_course
from tests.exams.making import sitting, version
from tests.exams.test_rules import form_of

pytestmark = pytest.mark.django_db
ADDRESS = "/cms/snippets/exams/examversion/draft/{}/"


@pytest.fixture
def draft(examiner):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法规与岗位"}, position=1)
    made = version(["single"], items=6, count=2)
    return ruling.draft(exam=made.exam, by=examiner)


@pytest.fixture
def track():
    make_course(codes=[["TST-01"]])
    stages = [{"title": {"zh-hans": "一"}, "steps": [{"kind": "course", "code": "TST"}]}]
    return Track.objects.create(slug="way", content={"title": {"zh-hans": "入门路径"}, "stages": stages})


def test_a_track_and_a_course_are_chosen_and_hold_once_published(client_of, examiner, administrator, learner, draft, track):
    office, address = client_of(examiner), ADDRESS.format(draft.exam_id)
    page = office.get(address).text
    assert "入门路径" in page
    assert "TST 课程TST" in page
    draft.eligibility = {"account_days": 3}
    draft.save()
    assert office.post(address, form_of(draft, track="way", course="TST")).status_code == 302
    draft.refresh_from_db()
    assert draft.eligibility == {"account_days": 3, "track": "way", "course": "TST"}
    draft.eligibility.pop("account_days")
    draft.save()
    made = ruling.publish(draft=draft, by=administrator)
    shown = office.get(f"/cms/snippets/exams/examversion/inspect/{made.pk}/").text
    assert "报考前须学完“入门路径”路径" in shown
    held = sitting(made)
    page = client_of(learner).get(held.get_absolute_url()).text
    assert "入门路径" in page
    complete_all(enrol(learner, "TST"))
    assert "学习路径中本场考试之前的要求都已完成" in client_of(learner).get(held.get_absolute_url()).text


def test_neither_is_neither(client_of, examiner, draft, track):
    draft.eligibility = {"track": "way", "course": "TST"}
    draft.save()
    assert client_of(examiner).post(ADDRESS.format(draft.exam_id), form_of(draft, track="", course="")).status_code == 302
    draft.refresh_from_db()
    assert draft.eligibility == {}


def test_a_track_nobody_could_follow_is_refused_with_the_reason(client_of, examiner, draft, track):
    track.content["stages"][0]["steps"].append({"kind": "course", "code": "NONE"})
    track.save()
    answer = client_of(examiner).post(ADDRESS.format(draft.exam_id), form_of(draft, track="way"))
    assert answer.status_code == 422
    assert "NONE" in answer.text
    draft.refresh_from_db()
    assert "track" not in draft.eligibility


def test_what_is_no_longer_published_stays_until_somebody_chooses_otherwise(client_of, examiner, draft, track):
    draft.eligibility = {"track": "way"}
    draft.save()
    Track.objects.update(is_published=False)
    assert client_of(examiner).post(ADDRESS.format(draft.exam_id), form_of(draft, track="way")).status_code == 302
    draft.refresh_from_db()
    assert draft.eligibility == {"track": "way"}


def test_a_course_that_asks_for_a_track_with_an_exam_leads_to_the_exam(learner, client_of, draft, track):
    track.content["stages"].append({"title": {"zh-hans": "二"}, "steps": [{"kind": "exam", "code": "TST"}]})
    track.save()
    make_course("LST", [["LST-01"]], track=track)
    held = sitting(draft.based_on)
    complete_all(enrol(learner, "TST"))
    page = client_of(learner).get("/courses/lst/").text
    assert "按“入门路径”，请先完成：小考。" in page
    assert f'href="{held.get_absolute_url()}">去参加这场考试</a>' in page


def test_an_exam_that_asks_for_what_waits_for_the_exam_is_refused(client_of, examiner, draft, track):
    track.content["stages"].append({"title": {"zh-hans": "二"}, "steps": [{"kind": "exam", "code": "TST"}]})
    track.save()
    make_course("LST", [["LST-01"]], track=track)
    address = ADDRESS.format(draft.exam_id)
    answer = client_of(examiner).post(address, form_of(draft, course="LST"))
    assert answer.status_code == 422
    assert "谁也无法参加这场考试：LST" in answer.text
    # Control: what stands before the exam on the track may be asked for.
    assert client_of(examiner).post(address, form_of(draft, course="TST", track="way")).status_code == 302


def test_a_course_cannot_ask_for_a_track_whose_exam_asks_for_the_course(client_of, administrator, draft, track):
    track.content["stages"].append({"title": {"zh-hans": "二"}, "steps": [{"kind": "exam", "code": "TST"}]})
    track.save()
    last = make_course("LST", [["LST-01"]])
    draft.eligibility = {"course": "LST"}
    draft.save()
    ruling.publish(draft=draft, by=administrator)
    sent = {"code": "LST", "minutes_per_hour": 45, "daily_cap_hours": 8, "is_self_paced": "on", "renewal_days": 90}
    address = f"/cms/snippets/courses/course/edit/{last.pk}/"
    assert "谁也无法开始这门课程：“入门路径”" in client_of(administrator).post(address, sent | {"track": track.pk}).text
    last.refresh_from_db()
    assert last.track is None
