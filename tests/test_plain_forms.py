"""What the public does here without scripts: each form is read from the page and sent as it stands there, and does its work."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail

from accounts.models import User
from campaigns import covenanting
from campaigns.models import Covenant, CovenantSignature, Play, Pledge, Slogan, SloganCall
from core.dates import today
from events import submitting
from events.models import Registration, Submission
from organisations.models import Organisation
from talents import counting
from talents.models import ClassCount
from tests.campaigns.making import at, contest_of, page_of
from tests.campaigns.test_covenants import body
from tests.events.making import make_event
from tests.events.test_submitting import filled
from tests.plain import Visitor, forms_of
from tests.schools.making import make_school, published, teacher

pytestmark = pytest.mark.django_db


@pytest.fixture
def september():
    with time_machine.travel(at(9, 15), tick=False) as clock:
        page_of(pledge="首件必检\n不把不合格品交给下一道工序")
        yield clock


def test_control_a_form_that_a_script_must_show_is_not_there_and_nothing_is_sent_that_is_not_offered():
    page = '<form hidden><input name="a"></form><div hidden><form><input name="b"></form></div>'
    page += '<form><select name="c"><option value="1"></select><input type="hidden" name="d"></form>'
    assert [form.names for form in forms_of(page)] == [{"c"}]
    with pytest.raises(AssertionError, match="not offered"):
        forms_of(page)[0].filled({"c": "2"}, None)


def begun(visitor):
    visitor.open("/quality-month/2026/")
    visitor.follow("/quality-month/2026/contest/")
    visitor.follow("/quality-month/2026/contest/tries/")
    visitor.send()


def test_the_contest_is_played_from_the_months_page_to_the_explanations(september):
    contest_of()
    visitor = Visitor()
    begun(visitor)
    for number in range(1, 4):
        form = next(form for form in forms_of(visitor.html) if f"q{number}" in form.offered)
        answer: dict[str, Any] = {f"q{number}": sorted(form.offered[f"q{number}"])[0]}
        visitor.send(**answer)
    play = Play.objects.get()
    assert play.finished_at
    assert visitor.at == play.get_absolute_url()
    assert "解析" in visitor.html or "答对" in visitor.html


def test_a_question_without_a_choice_is_asked_again(september):
    contest_of()
    visitor = Visitor()
    begun(visitor)
    visitor.send(422)
    assert any("q1" in form.offered for form in forms_of(visitor.html))


def test_the_quiz_is_answered_by_its_form(september):
    contest_of(items=20)
    visitor = Visitor()
    visitor.open("/quality-month/quiz/")
    form = next(form for form in forms_of(visitor.html) if "q1" in form.offered)
    answers: dict[str, Any] = {name: sorted(values)[0] for name, values in form.offered.items()}
    visitor.send(**answers)
    assert "q1=" in visitor.at
    assert User.objects.count() == 0
    assert not visitor.client.cookies


def test_the_pledge_is_signed_and_taken_back(september):
    visitor = Visitor()
    visitor.open("/quality-month/2026/pledge/")
    visitor.send(422, name="")
    visitor.send(name="林悦")
    signed = Pledge.objects.get()
    assert visitor.at == signed.get_absolute_url()
    visitor.send()
    assert not Pledge.objects.standing(2026).exists()


def test_a_slogan_is_sent_in_by_who_is_signed_in(september, learner):
    SloganCall.objects.create(year=2026, opens_at=at(9, 1), closes_at=at(9, 20), votes_until=at(9, 28))
    visitor = Visitor(learner)
    visitor.open("/quality-month/2026/slogans/")
    visitor.send(422, text="", note="")
    visitor.send(text="一次做对", note="首件要检")
    assert Slogan.objects.get().text == "一次做对"


def test_a_guest_books_an_event_by_the_link_of_the_letter_and_gives_the_seat_back(db, django_capture_on_commit_callbacks):
    event = make_event(5, group_limit=3)
    visitor = Visitor()
    visitor.open("/events/")
    visitor.follow(event.get_absolute_url())
    visitor.follow(f"/events/{event.slug}/registration/")
    visitor.send(422, name="访客甲", email="no address")
    with django_capture_on_commit_callbacks(execute=True):
        visitor.send(name="访客甲", email="guest@example.org", persons="2")
    visitor.open(re.search(r"(/events/guests/\S+)", str(mail.outbox[-1].body))[1])
    visitor.send()
    mine = Registration.objects.get()
    assert (mine.persons, mine.is_seated, visitor.at) == (2, True, mine.get_absolute_url())
    visitor.send(to="/withdrawal/")
    mine.refresh_from_db()
    assert mine.left_at


def test_who_is_signed_in_books_at_once(learner):
    event = make_event(5)
    visitor = Visitor(learner)
    visitor.open(f"/events/{event.slug}/registration/")
    visitor.send(to="/registration/")
    assert visitor.at == Registration.objects.get().get_absolute_url()


def test_an_event_is_submitted_by_its_form_and_mended_when_it_comes_back(employer, regulator):
    told: dict[str, Any] = {name: value for name, value in filled().items() if value}
    visitor = Visitor(employer)
    visitor.open("/events/")
    visitor.follow("/events/submit/")
    visitor.send(422, title="")
    visitor.send(**told)
    submission = Submission.objects.get()
    assert (submission.by, submission.event.title, visitor.at) == (employer, told["title"], "/events/mine/")
    submitting.send_back(submission, by=regulator, reason="写清集合地点")
    visitor.open("/events/mine/")
    visitor.follow(f"/events/submit/{submission.event.slug}/")
    assert "写清集合地点" in visitor.html
    visitor.send(place="二号门")
    assert list(Submission.objects.order_by("pk").values_list("event__place", "decided_at"))[-1] == ("二号门", None)


def test_a_covenant_is_written_handed_in_signed_and_left_by_its_forms(employer, learner, administrator):
    body("association", "珠海电器行业协会", learner)
    body("enterprise", "海珠电器厂", employer)
    writer, signer = Visitor(learner), Visitor(employer)
    writer.open("/quality-month/covenants/")
    writer.follow(f"/quality-month/covenants/of/{Organisation.objects.get(kind='association').slug}/new/")
    writer.send(422, title="", summary="", text="")
    writer.send(button=("hand_in", "1"), title="行业质量自律公约", summary="向用户承诺。", text="不合格的不出厂")
    covenant = Covenant.objects.get()
    covenanting.decide(covenant, publish=True, reason="", by=administrator)
    signer.open("/quality-month/covenants/")
    signer.follow(covenant.get_absolute_url())
    signer.send(to="/signatures/")
    assert CovenantSignature.objects.get().organisation.name == "海珠电器厂"
    signer.send(to="/withdrawal/", reason="停产")
    assert CovenantSignature.objects.get().withdrawn_at


def test_events_are_filtered_by_their_form(db):
    make_event(title="一支铅笔的标准", audience="schools")
    make_event(title="授权书怎么写", audience="firms")
    visitor = Visitor()
    visitor.open("/events/")
    visitor.send(audience="schools")
    assert "一支铅笔的标准" in visitor.html
    assert "授权书怎么写" not in visitor.html


def test_one_searches_from_the_page_of_the_search(content):
    visitor = Visitor()
    visitor.open("/search/")
    visitor.send(q="一票否决")
    assert "item--found" in visitor.html


def test_the_library_of_lesson_plans_is_narrowed_by_its_form(db):
    school = make_school()
    published(school, teacher(school))
    visitor = Visitor()
    visitor.open("/resources/")
    form = next(form for form in forms_of(visitor.html) if "stage" in form.offered)
    visitor.send(stage=sorted(form.offered["stage"] - {""})[0])
    assert "stage=" in visitor.at


def test_larger_letters_are_chosen_by_a_form_and_stay(content):
    visitor = Visitor()
    visitor.open("/reading/")
    form = next(form for form in forms_of(visitor.html) if "shown" in form.offered)
    visitor.send(shown=[sorted(form.offered["shown"])[0]])
    assert visitor.client.cookies


def test_a_number_is_verified_by_the_form(db):
    visitor = Visitor()
    visitor.open("/verify/")
    visitor.send(404, number="QSO-26-7K4M-9XQ2-H9")
    assert "7K4M" in visitor.html
    assert visitor.at == "/v/QSO-26-7K4M-9XQ2-H9/"


def test_one_signs_in_and_up_without_scripts(db, learner):
    visitor = Visitor()
    visitor.open("/account/login/")
    html = visitor.send(login="nobody@example.org", password="not the password")
    assert 'class="err"' in html or "errors" in html
    visitor.open("/account/signup/")
    assert any(form.method == "post" and "email" in form.names for form in forms_of(visitor.html))


def test_pupils_enter_a_class_by_its_code_and_check_themselves(db):
    school = make_school()
    su = teacher(school)
    pack = published(school, su, objectives="能重复测量")
    code = counting.open_code(pack=pack, label="四（2）班", until=today() + dt.timedelta(days=7), by=su)
    visitor = Visitor()
    visitor.open("/class/")
    visitor.send(code=code.code)
    form = next(form for form in forms_of(visitor.html) if form.method == "post" and "o0" in form.offered)
    visitor.send(o0=sorted(form.offered["o0"])[0])
    assert ClassCount.objects.exists()
