"""Reporting an error: by everybody, without scripts; settled once, by a named person; forgotten in time."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.privacy import erasing
from accounts.roles import ADMIN
from core.dates import now
from core.models import AuditEntry
from notices.models import Notice
from pages import posting, report_views, reporting
from pages.models import ErrorReport, ReportLetter
from tests.cast import person
from tests.pages.test_traditional import said, simplified_only
from tests.plain import Visitor
from tests.reading import english

pytestmark = pytest.mark.django_db
LIST = "/cms/snippets/pages/errorreport/"
FILLED = {"kind": "link", "page": "/law/zhuhai-quality/", "text": "链接打不开。", "contact": "reader@example.org", "website": ""}
State = ErrorReport.State


def sent_in(**values):
    made = ErrorReport(**{"kind": "link", "text": "链接打不开。", "language": "zh-hans", **values})
    return reporting.hand_in(made)


@pytest.fixture
def editor(db):
    """Who was given the settling of reports and nothing else."""
    made = person("编辑甲", "editor")
    codenames = [ADMIN.partition(".")[2], "view_errorreport", "change_errorreport"]
    made.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return made


def edit(report):
    return f"{LIST}edit/{report.pk}/"


# --- sending in --------------------------------------------------------------------------------------------


def test_from_the_foot_of_a_page_the_form_knows_the_page_and_who_sends_it_keeps_an_address(content):
    visitor = Visitor()
    visitor.open("/pages/about/")
    address = "/report/?page=%2Fpages%2Fabout%2F"
    visitor.follow(address)
    assert 'value="/pages/about/"' in visitor.html
    visitor.send(422, kind="content", text="")
    visitor.send(kind="content", text="第二段\r\n少了一个字。")
    report = ErrorReport.objects.get()
    assert (report.page, report.text, report.contact, report.language) == ("/pages/about/", "第二段\n少了一个字。", "", "zh-hans")
    assert visitor.at == report.get_absolute_url()
    assert report.code in visitor.html
    assert "sessionid" not in visitor.client.cookies


@pytest.mark.parametrize("address", ["/pages/privacy/", "/law/zhuhai-quality/", "/en/courses/", "/zh-hant/", "/events/"])
def test_every_public_page_leads_there_with_its_own_address_and_stays_without_a_cookie(content, client, address):
    answer = client.get(address)
    assert f"/report/?page={address.replace('/', '%2F')}" in answer.content.decode()
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]


def test_a_lesson_leads_there_and_so_does_an_address_that_leads_nowhere(content, client):
    course = re.search(r'href="(/courses/[\w-]+/)"', client.get("/courses/").content.decode())[1]
    lesson = re.search(rf'href="({course}[\w-]+/)"', client.get(course).content.decode())[1]
    assert f"/report/?page={lesson.replace('/', '%2F')}" in client.get(lesson).content.decode()
    lost = client.get("/nowhere-at-all/")
    assert lost.status_code == 404
    assert "/report/?page=%2Fnowhere-at-all%2F" in lost.content.decode()


def test_a_page_that_is_somebodys_own_does_not_tell_its_address(learner, client_of, client):
    report = sent_in()
    for browser, address in ((client_of(learner), "/account/"), (client, report.get_absolute_url())):
        html = browser.get(address).content.decode()
        assert 'href="/report/"' in html
        assert "/report/?page" not in html


def test_the_form_is_asked_for_the_token_and_is_never_kept(client):
    answer = client.get("/report/")
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer.content.decode()
    assert Client(enforce_csrf_checks=True).post("/report/", FILLED).status_code == 403
    assert not ErrorReport.objects.exists()


def test_it_is_in_three_languages(client):
    report = sent_in(page="/events/", number="23456789")  # letters in it would read as English
    for address in ("/report/", report.get_absolute_url()):
        told = client.get(f"/en{address}").content.decode().partition("<main")[2].partition("</main")[0]
        assert re.search("[A-Z][a-z]+ [a-z]+", told)
        assert not re.search("[\u4e00-\u9fff]", told)
        assert english(client.get(address).content.decode(), "海准.*|ICP.*|/events/") == []
        hant = client.get(f"/zh-hant{address}").content.decode()
        assert not set(said(hant)) & simplified_only()
    client.post("/en/report/", FILLED)
    assert ErrorReport.objects.order_by("-made_at").first().language == "en"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"kind": "praise"},
        {"text": " \n "},
        {"text": "字" * 2001},
        {"page": "/" * 301},
        {"contact": "no address"},
        {"contact": "a" * 120 + "@example.org"},
        {"website": "https://spam.example/"},
    ],
    ids=lambda wrong: "-".join(f"{name} {len(value)}" for name, value in wrong.items()),
)
def test_what_is_too_long_wrong_or_filled_in_by_a_program_is_told_in_words(client, wrong):
    answer = client.post("/report/", FILLED | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not ErrorReport.objects.exists()


def test_one_address_sends_in_so_many_an_hour(client, monkeypatch):
    monkeypatch.setattr(report_views, "PER_HOUR", 2)
    answers = [client.post("/report/", FILLED).status_code for _ in range(3)]
    assert answers == [302, 302, 429]
    assert ErrorReport.objects.count() == 2


@pytest.mark.parametrize("page", ["//evil.example/", "/\\evil.example", "https://evil.example/", "javascript:alert(1)"])
def test_what_leads_elsewhere_is_words_and_no_link(client, administrator, client_of, page):
    client.post("/report/", FILLED | {"page": page, "text": "<script>alert(1)</script>"})
    report = ErrorReport.objects.get()
    for html in (
        client.get(f"/report/?page={page}").content.decode(),
        client.get(report.get_absolute_url()).content.decode(),
        client_of(administrator).get(edit(report)).content.decode(),
    ):
        assert f'href="{page}' not in html
        assert "<script>alert" not in html


# --- settling ----------------------------------------------------------------------------------------------


def test_editors_and_administrators_are_told_and_nobody_else(editor, administrator, learner, regulator):
    report = sent_in(page="/events/")
    told = Notice.objects.filter(code="pages.reported")
    assert {row.reader for row in told} == {editor, administrator}
    assert told[0].address == edit(report)
    assert report.code in told[0].text


def test_strangers_and_colleagues_stay_outside(stranger, regulator, client_of, client):
    report = sent_in()
    for address in (LIST, edit(report)):
        assert client.get(address).status_code == 302
        for user in (stranger, regulator):
            answer = client_of(user).get(address)
            assert answer.status_code in (302, 403)
            assert report.code not in answer.content.decode()
            client_of(user).post(address, {"state": "closed", "answer": ""})
    report.refresh_from_db()
    assert report.is_open


def test_whoever_may_look_alone_settles_nothing(stranger, client_of):
    report = sent_in()
    stranger.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_errorreport"]))
    assert report.code in client_of(stranger).get(LIST).content.decode()
    client_of(stranger).post(edit(report), {"state": "closed", "answer": ""})
    report.refresh_from_db()
    assert report.is_open


def test_an_editor_answers_and_the_reader_reads_it(editor, client_of, client, django_capture_on_commit_callbacks):
    report, office = sent_in(contact="reader@example.org", language="en"), client_of(editor)
    assert "reader@example.org" in office.get(edit(report)).content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(edit(report), {"state": "answered", "answer": "The link is mended."}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.closed_by, report.answer) == (State.ANSWERED, editor, "The link is mended.")
    assert AuditEntry.objects.filter(deed="report.settled", actor_id=editor.pk).count() == 1
    (letter,) = mail.outbox
    assert letter.to == ["reader@example.org"]
    assert "The link is mended." in letter.body
    assert report.get_absolute_url() in letter.body
    page = client.get(report.get_absolute_url()).content.decode()
    assert "The link is mended." in page
    assert editor.full_name not in page
    # A job that runs twice, and the sweep, find it sent.
    assert not posting.post(str(ReportLetter.objects.get().pk))
    assert posting.sweep() == 0


@pytest.mark.parametrize("told", [{"state": "open", "answer": "好"}, {"state": "answered", "answer": " "}])
def test_settling_says_how_and_an_answer_has_words(editor, client_of, told):
    report = sent_in()
    answer = client_of(editor).post(edit(report), told)
    assert answer.status_code == 200
    report.refresh_from_db()
    assert report.is_open


def test_what_is_settled_stays_so(editor, administrator, client_of):
    report = sent_in(contact="reader@example.org")
    reporting.settle(report, by=editor, state=State.CLOSED, answer="")
    assert client_of(administrator).get(edit(report)).status_code == 200
    client_of(administrator).post(edit(report), {"state": "answered", "answer": "再答一次"})
    with pytest.raises(reporting.Refused):
        reporting.settle(report, by=administrator, state=State.ANSWERED, answer="再答一次")
    report.refresh_from_db()
    assert (report.state, report.closed_by, report.answer) == (State.CLOSED, editor, "")
    assert not ReportLetter.objects.exists()  # closed without an answer: nobody is written to
    assert client_of(administrator).get(f"{LIST}delete/{report.pk}/").status_code != 200


def test_the_database_knows_no_answer_without_words_and_no_settling_by_nobody(editor):
    report = sent_in()
    mine = ErrorReport.objects.filter(pk=report.pk)
    for values in ({"state": "closed"}, {"state": "answered", "closed_at": now(), "closed_by": editor}, {"text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            mine.update(**values)


def test_the_list_is_narrowed_and_costs_the_same_for_two_and_for_twenty(editor, client_of):
    office = client_of(editor)
    first, second = sent_in(page="/events/"), sent_in(kind="access", page="/courses/")
    reporting.settle(first, by=editor, state=State.ANSWERED, answer="好")
    office.get(LIST)
    with CaptureQueriesContext(connection) as two:
        html = office.get(LIST).content.decode()
    assert first.code in html
    assert f'href="{edit(second)}"' in html
    for address, there, gone in ((f"{LIST}?state=open", second, first), (f"{LIST}?kind=link", first, second)):
        html = office.get(address).content.decode()
        assert there.code in html
        assert gone.code not in html
    for _ in range(18):
        reporting.settle(sent_in(), by=editor, state=State.CLOSED, answer="")
    with CaptureQueriesContext(connection) as twenty:
        assert office.get(LIST).status_code == 200
    assert len(two) == len(twenty)
    assert sum("pages_errorreport" in one["sql"] for one in twenty) <= 6


# --- forgetting --------------------------------------------------------------------------------------------


def aged(report, **days):
    ErrorReport.objects.filter(pk=report.pk).update(**{name: now() - dt.timedelta(days=value) for name, value in days.items()})


def test_the_address_goes_three_months_after_the_answer_and_after_a_year_in_any_case(editor):
    reports = [sent_in(contact="reader@example.org") for _ in range(4)]
    for report in reports[:2]:
        reporting.settle(report, by=editor, state=State.ANSWERED, answer="好")
    aged(reports[0], closed_at=91)
    aged(reports[1], closed_at=89)
    aged(reports[2], made_at=366)
    assert reporting.forget_contacts() == 2
    assert reporting.forget_contacts() == 0
    left = set(ErrorReport.objects.exclude(contact="").values_list("pk", flat=True))
    assert left == {reports[1].pk, reports[3].pk}
    # A letter that had not left goes nowhere then.
    mail.outbox.clear()
    posting.post(str(ReportLetter.objects.get(report=reports[0]).pk))
    assert not mail.outbox


def test_who_closes_an_account_is_forgotten_here_too(learner):
    mine, another = sent_in(contact=learner.email.upper()), sent_in(contact="else@example.org")
    erasing.erase(learner, by=learner)
    mine.refresh_from_db()
    another.refresh_from_db()
    assert (mine.contact, another.contact) == ("", "else@example.org")
