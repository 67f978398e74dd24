"""Minors (R26-6): a class code asks for no account and no name, keeps counts alone; who is under fourteen does not sign up."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from core.dates import today
from organisations.roster import importing
from talents import counting
from talents.models import ClassCode, ClassCount
from tests.cast import person
from tests.courses.test_races import at_once
from tests.organisations.making import firm
from tests.organisations.rosters import book
from tests.organisations.rosters import person as roster_row
from tests.reading import english, refused
from tests.schools.making import make_pack, make_school, published, teacher
from tests.talents.making import DAY

OBJECTIVES = "能重复测量\n能说出差异的三个来源"
ALL_CAN = {"o0": "can", "o1": "can"}


@pytest.fixture
def opened(db):
    """A code of a teacher for an approved resource of two objectives."""
    there = make_school()
    su = teacher(there)
    pack = published(there, su, objectives=OBJECTIVES)
    return counting.open_code(pack=pack, label="四（2）班", until=today() + 7 * DAY, by=su)


def test_pupils_check_themselves_without_an_account_and_only_counts_are_kept(opened, client):
    users = User.objects.count()
    entrance = client.get("/class/", {"code": opened.code.lower()})
    assert entrance["Location"] == opened.get_absolute_url()
    html = client.get(opened.get_absolute_url()).content.decode()
    assert "能重复测量" in html
    assert "四（2）班" not in html
    assert 'type="text"' not in html
    assert "<textarea" not in html
    assert (english(html, r"ICP"), refused(html)) == ([], [])
    for answers in (ALL_CAN, {"o0": "nearly", "o1": "can", "name": "王小明"}):
        answer = client.post(opened.get_absolute_url(), answers)
        assert answer.status_code == 302
        assert "sessionid" not in answer.cookies
    opened.refresh_from_db()
    assert opened.turns == 2
    assert [counts for _text, counts in counting.table(opened)] == [[1, 1, 0], [2, 0, 0]]
    assert {field.name for field in ClassCount._meta.get_fields()} == {"id", "code", "place", "answer", "number"}
    assert User.objects.count() == users


@pytest.mark.parametrize("answers", [{}, {"o0": "can"}, {"o0": "can", "o1": "王小明"}], ids=["none", "one", "a name"])
def test_what_is_not_an_answer_is_refused_and_counts_nothing(opened, client, answers):
    assert client.post(opened.get_absolute_url(), answers).status_code == 422
    opened.refresh_from_db()
    assert opened.turns == 0


def test_a_closed_or_old_code_is_open_to_nobody(opened, client, client_of):
    client_of(opened.teacher).post(reverse("talents:class_closing", args=[opened.code]))
    assert client.get(opened.get_absolute_url()).status_code == 404
    assert client.post(opened.get_absolute_url(), ALL_CAN).status_code == 404
    assert client.get("/class/", {"code": opened.code}).status_code == 404
    ClassCode.objects.update(closed_at=None, until=today() - DAY)
    with pytest.raises(counting.Refused):
        counting.count(opened, {0: "can", 1: "can"})


@pytest.mark.django_db(transaction=True)
def test_sixteen_pupils_at_once_are_all_counted():
    there = make_school()
    su = teacher(there)
    code = counting.open_code(pack=published(there, su, objectives=OBJECTIVES), label="", until=today(), by=su)
    assert at_once([lambda: counting.count(code, {0: "can", 1: "not_yet"})] * 16) == []
    code.refresh_from_db()
    assert (code.turns, [counts for _text, counts in counting.table(code)]) == (16, [[16, 0, 0], [0, 0, 16]])


def test_a_code_is_for_a_public_resource_and_for_at_most_thirty_days(opened):
    there = make_school("second", "第二小学")
    draft = make_pack(there, objectives=OBJECTIVES)
    for pack, days in ((draft, 7), (opened.pack, 31), (opened.pack, -1)):
        with pytest.raises(counting.Refused):
            counting.open_code(pack=pack, label="", until=today() + dt.timedelta(days=days), by=opened.teacher)


@pytest.mark.parametrize("who", ["teacher", "another teacher", "stranger", "regulator"])
def test_each_finds_the_doors_of_a_class_code_that_are_his(who, opened, stranger, client_of):
    other = teacher(make_school("third", "第三小学"), "陈老师", "chen-t")
    official = person("何主管", "he-2", "regulator")
    cast = {"teacher": opened.teacher, "another teacher": other, "stranger": stranger, "regulator": official}
    one, mine = client_of(cast[who]), who == "teacher"
    assert one.get(reverse("talents:class_codes")).status_code == (200 if "teacher" in who else 403)
    assert one.get(reverse("talents:class_counts", args=[opened.code])).status_code == (200 if mine else 404)
    assert one.post(reverse("talents:class_closing", args=[opened.code])).status_code == (302 if mine else 404)


def test_a_teacher_opens_a_code_by_the_form(opened, client_of):
    one = client_of(opened.teacher)
    given = {"pack": opened.pack_id, "label": "五（1）班", "until": today().isoformat()}
    answer = one.post(reverse("talents:class_codes"), given, follow=True)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "五（1）班" in html
    assert (english(html, r"ICP|/class/\w*/|[0-9A-Z]{6}"), refused(html)) == ([], [])
    page = one.get(reverse("talents:class_codes")).content.decode()
    assert (english(page, r"ICP|/class/\w*/|[0-9A-Z]{6}"), refused(page)) == ([], [])


SIGNUP = {
    "full_name": "王小明",
    "email": "xiaoming@example.org",
    "password1": "correct horse battery",
    "preferred_language": "zh-hans",
    "consent": "on",
}


@pytest.mark.parametrize(
    ("more", "may"),
    [
        ({}, True),
        ({"is_pupil": "on"}, False),
        ({"is_pupil": "on", "birth_year": str(today().year - 10)}, False),
        ({"birth_year": str(today().year - 13)}, False),
        ({"is_pupil": "on", "birth_year": str(today().year - 14)}, False),
        ({"is_pupil": "on", "birth_year": str(today().year - 15)}, True),
        ({"is_pupil": "on", "birth_year": "1066"}, False),
    ],
    ids=["no pupil", "no year", "ten", "thirteen", "fourteen this year", "fifteen", "no year of a living person"],
)
def test_who_is_under_fourteen_does_not_sign_up_and_is_told_why(client, db, more, may):
    answer = client.post(reverse("account_signup"), SIGNUP | more)
    assert User.objects.filter(email=SIGNUP["email"]).exists() is may
    if not may:
        assert "班级码" in answer.content.decode() or "出生年份" in answer.content.decode()


def test_no_other_road_makes_an_account(client, client_of, employer, learner):
    """A firm's code, an invitation and a class are for who has signed in; a roster makes rows; an account elsewhere none."""
    body = firm(manager=employer)
    closed = [
        reverse("organisations:join", args=[body.join_code]),
        reverse("organisations:join_code"),
        reverse("talents:joining"),
        reverse("socialaccount_signup"),
    ]
    users = User.objects.count()
    for address in closed:
        answer = client.post(address, SIGNUP | {"code": body.join_code})
        assert answer.status_code == 302, address
        assert reverse("account_login") in answer["Location"], address
    # An invitation that leads nowhere says so before anybody signs in.
    assert client.post(reverse("organisations:invitation", args=["x:y"]), SIGNUP).status_code == 410
    held = importing.upload(organisation=body, name="名单.xlsx", data=book([roster_row(1)]), by=employer)
    importing.confirm(held=held, by=employer, is_partial=False, invites=True)
    importing.run(str(held.pk))
    assert body.members.filter(name="员工00001号").exists(), "the control: the row is there"
    assert User.objects.count() == users


def test_no_code_makes_an_account_but_the_form():
    """Beside the form of accounts: the demo, and the sampler of made-up neighbours, neither of which a visitor starts."""
    makes = re.compile(r"create_user\(|create_superuser\(|User\.objects\.(create|bulk_create|get_or_create|update_or_create)\(")
    site = settings.BASE_DIR / "site"
    found = {str(one.relative_to(site)) for one in site.rglob("*.py") if makes.search(one.read_text(encoding="utf-8"))}
    assert found == {"accounts/models.py", "appointments/sampling/neighbours.py", "core/management/commands/demo.py"}
