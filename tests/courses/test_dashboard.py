"""The dashboard of a learner: the one urgent thing, what other rooms add, what is finished."""

import re

import pytest
from django.db.models.signals import post_save

from certificates.models import SchemeVersion
from courses import dashboard
from tests.courses.activities import course_of, lesson_page
from tests.courses.learning import complete, complete_all, enrol


def test_a_newcomer_is_shown_the_way_to_the_catalogue(content, learner, client_of):
    html = client_of(learner).get("/learn/").content.decode()
    assert "您还没有报名课程" in html
    assert "最要紧的一件事" not in html


def test_the_one_urgent_thing_is_the_next_lesson(content, learner, client_of):
    complete(enrol(learner), "LAW-01")
    html = client_of(learner).get("/learn/").content.decode()
    assert "最要紧的一件事" in html
    assert "下一课：我的岗位：质量安全员" in html
    assert "今天" in html
    assert "已计35分钟，上限360分钟" in html


def test_a_heavier_thing_of_another_room_comes_first(content, learner, client_of, monkeypatch):
    thing = dashboard.Urgent(90, "证书还有41天到期", "补学时即可续期。", "去补学时", "/courses/")
    monkeypatch.setattr(dashboard, "urgent", [lambda user: thing, lambda user: None])
    enrol(learner)
    html = client_of(learner).get("/learn/").content.decode()
    assert "证书还有41天到期" in html
    assert html.count("最要紧的一件事") == 1


def test_other_rooms_add_their_parts(content, learner, client_of, monkeypatch):
    part = {"template": "courses/kind.html", "context": {"kind": "numeric"}}
    monkeypatch.setattr(dashboard, "sections", [lambda user: part, lambda user: None])
    monkeypatch.setattr(dashboard, "course_sections", [lambda code, user: part if code == "QSO" else None])
    assert "填数" in client_of(learner).get("/learn/").content.decode()
    assert "填数" in client_of(learner).get("/courses/qso/").content.decode()
    assert "填数" not in client_of(learner).get("/courses/cqo/").content.decode()


@pytest.mark.parametrize("address", ["/", "/courses/"])
def test_only_a_course_with_an_exam_and_a_certificate_is_said_to_have_them(content, client, address, monkeypatch):
    def promised() -> list[int]:
        html = client.get(address).content.decode()
        return [row.count("含考试与证书") for row in re.split(r'(?=<li class="item item--(?:home|catalogue)")', html)[1:]]

    before = promised()
    assert before == [1] * len(before) != []
    course_of(lesson_page([], code="WSP-01"), code="WSP")
    assert sorted(promised()) == [0, *before]
    # Asked once a day, and again as soon as a scheme or the rules of an exam have changed.
    monkeypatch.setattr(dashboard, "certifying", [list])
    assert sorted(promised()) == [0, *before]
    version = SchemeVersion.objects.first()
    post_save.send(sender=SchemeVersion, instance=version, created=False, raw=False, using="default", update_fields=None)
    assert promised() == [0] * (len(before) + 1)


def test_a_finished_course_says_so_and_leads_to_the_exam(content, learner, client_of):
    mine = enrol(learner)
    complete_all(mine)
    html = client_of(learner).get("/courses/qso/pre-05/").content.decode()
    assert "20课全部学完" in html
    assert "看考试与证书" in html
    assert "已学完" in client_of(learner).get("/courses/").content.decode()
