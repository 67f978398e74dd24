"""Slogans: sent in by people, let through by the desk, marked blind, voted once; a script in one is text."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import JuryMark, Slogan, SloganCall, SloganDecision, SloganVote
from cms import pagecache
from core.models import AuditEntry
from tests.campaigns.making import at, page_of

pytestmark = pytest.mark.django_db
ADDRESS = "/quality-month/2026/slogans/"


@pytest.fixture(autouse=True)
def september():
    with time_machine.travel(at(9, 15), tick=False) as clock:
        page_of()
        yield clock


@pytest.fixture
def call(september):
    return SloganCall.objects.create(year=2026, opens_at=at(9, 1), closes_at=at(9, 20), votes_until=at(9, 28))


def entry(call, author, text="一次做对", *, by=None):
    made = Slogan.objects.create(call=call, author=author, text=text)
    if by:
        SloganDecision.objects.create(slogan=made, accepted=True, by=by)
    return made


def test_an_entry_is_shown_only_after_the_desk_let_it_through(call, learner, administrator, client_of):
    assert client_of(learner).post(f"{ADDRESS}entries/", {"text": "一次做对", "note": "首件要检"}).status_code == 302
    assert "首件要检" not in Client().get(ADDRESS).content.decode()
    desk, office = f"/cms/snippets/campaigns/slogancall/desk/{call.pk}/", client_of(administrator)
    slogan = Slogan.objects.get()
    assert office.post(desk, {"slogan": slogan.pk, "refuse": "1"}).status_code == 422  # without a reason
    assert office.post(desk, {"slogan": slogan.pk, "accept": "1"}).status_code == 302
    assert "首件要检" in Client().get(ADDRESS).content.decode()
    assert AuditEntry.objects.filter(deed="slogan.decided").count() == 1


def test_a_script_in_a_slogan_is_shown_as_text(call, learner, administrator):
    entry(call, learner, "<b onclick=x>甲</b>", by=administrator)
    html = Client().get(ADDRESS).content.decode()
    assert "&lt;b onclick=x&gt;甲&lt;/b&gt;" in html


@pytest.mark.parametrize(
    "sent", [{"text": ""}, {"text": "字" * 21}, {"text": "甲", "note": "字" * 201}, {"text": "\u200b "}], ids=range(4)
)
def test_what_is_too_long_or_empty_is_refused_in_words(call, learner, client_of, sent):
    answered = client_of(learner).post(f"{ADDRESS}entries/", sent)
    assert answered.status_code == 422
    assert "口号没有提交" in answered.content.decode()
    assert not Slogan.objects.exists()


def test_three_a_person_and_none_twice(call, learner, stranger, client_of):
    client = client_of(learner)
    for number in range(3):
        client.post(f"{ADDRESS}entries/", {"text": f"口号{number}"})
    assert client.post(f"{ADDRESS}entries/", {"text": "第四条"}).status_code == 422
    assert client_of(stranger).post(f"{ADDRESS}entries/", {"text": "口号1"}).status_code in (409, 422)
    assert Slogan.objects.count() == 3


def test_one_vote_a_person_that_may_move(call, learner, stranger, administrator, client_of):
    first, second = entry(call, learner, "甲", by=administrator), entry(call, learner, "乙", by=administrator)
    client = client_of(stranger)
    for slogan in (first, second):
        assert client.post(f"{ADDRESS}votes/", {"slogan": slogan.pk}).status_code == 302
    assert SloganVote.objects.get().slogan == second
    hidden = entry(call, learner, "未审")
    assert client.post(f"{ADDRESS}votes/", {"slogan": hidden.pk}).status_code == 404
    assert Client().post(f"{ADDRESS}votes/", {"slogan": first.pk})["Location"].startswith("/account/login/")


def test_the_jury_marks_without_names_and_nobody_else_does(call, learner, examiner, colleague, administrator, client_of):
    call.jury.set([examiner, colleague])
    slogan = entry(call, learner, by=administrator)
    assert client_of(learner).get(f"{ADDRESS}jury/").status_code == 404
    for juror, marks in ((examiner, "9"), (colleague, "6")):
        client = client_of(juror)
        sheet = client.get(f"{ADDRESS}jury/").content.decode()
        assert slogan.text in sheet
        assert learner.full_name not in sheet
        client.post(f"{ADDRESS}jury/", {f"marks-{slogan.pk}": marks})
        client.post(f"{ADDRESS}jury/", {f"marks-{slogan.pk}": "11"})
    assert sorted(JuryMark.objects.values_list("marks", flat=True)) == [6, 9]


def test_marks_and_votes_are_told_only_when_all_is_over(call, learner, stranger, examiner, administrator, september):
    better, other = entry(call, learner, "甲等", by=administrator), entry(call, learner, "乙等", by=administrator)
    JuryMark.objects.create(slogan=better, juror=examiner, marks=9)
    JuryMark.objects.create(slogan=other, juror=examiner, marks=5)
    SloganVote.objects.create(call=call, slogan=other, voter=stranger)
    assert "评委9" not in Client().get(ADDRESS).content.decode()
    september.move_to(at(9, 28, 12, 0, 0))
    html = Client().get(ADDRESS).content.decode()
    assert html.index("甲等") < html.index("乙等")
    for words in ("评委9.0分", "1票", "征集结果"):
        assert words in html


def test_a_closed_call_takes_no_entry_and_no_vote(call, learner, administrator, client_of, september):
    slogan = entry(call, learner, by=administrator)
    september.move_to(at(9, 28, 12, 0, 0))
    client = client_of(learner)
    assert client.post(f"{ADDRESS}entries/", {"text": "晚了"}).status_code == 409
    assert client.post(f"{ADDRESS}votes/", {"slogan": slogan.pk}).status_code == 409


def test_two_entries_and_twenty_cost_the_same(call, learner, administrator):
    def queries():
        Client().get(ADDRESS)
        pagecache.clear()
        with CaptureQueriesContext(connection) as caught:
            Client().get(ADDRESS)
        return len(caught)

    for number in range(2):
        entry(call, learner, f"口号{number}", by=administrator)
    few = queries()
    for number in range(2, 20):
        entry(call, learner, f"口号{number}", by=administrator)
    assert queries() == few
