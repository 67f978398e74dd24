"""The audit log in the admin: found by deed, subject, person and day; nobody else sees it, nobody changes a line."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from core.audit import record
from core.dates import now
from core.models import AuditEntry, Job
from tests.cast import person

pytestmark = pytest.mark.django_db
PAGE = "/cms/snippets/core/auditentry/"


@pytest.fixture
def auditor():
    user = person("查账", "chazhang")
    user.groups.add(Group.objects.get(name=roles.AUDITOR))
    return user


@pytest.fixture
def lines(auditor):
    """Three deeds of two people and one of the site itself."""
    other = person("林悦", "linyue")
    record("certificate.issued", Job(pk=1), by=other, 编号="一")
    record("certificate.withdrawn", Job(pk=2), by=auditor, 编号="二")
    record("exam.released", Job(pk=3), by=other, 编号="三")
    record("job.swept", Job(pk=4), by=None, 编号="四")


def shown(browser, **asked):
    """Which of the four are on the page."""
    page = browser.get(PAGE, asked).content.decode()
    return {number for number in "一二三四" if f"编号={number}" in page}


def test_it_is_filtered_by_deed_by_subject_by_person_and_by_day(lines, auditor, client_of):
    browser = client_of(auditor)
    assert shown(browser) == set("一二三四")
    assert shown(browser, deed="certificate.") == set("一二")
    assert shown(browser, subject="core.job:3") == {"三"}
    assert shown(browser, actor="林") == set("一三")
    assert shown(browser, actor="CHAZHANG@") == {"二"}
    today, tomorrow = now().date(), now().date() + dt.timedelta(days=2)
    assert shown(browser, since=tomorrow.isoformat()) == set()
    assert shown(browser, until=(today - dt.timedelta(days=2)).isoformat()) == set()
    assert shown(browser, since=(today - dt.timedelta(days=2)).isoformat(), until=tomorrow.isoformat()) == set("一二三四")


def test_a_day_that_is_none_is_said_and_shows_everything_asked_for_otherwise(lines, auditor, client_of):
    answer = client_of(auditor).get(PAGE, {"since": "昨天"})
    assert answer.status_code == 200
    assert "有效的日期" in answer.content.decode()


@pytest.mark.parametrize("role", ["", "training_manager", "examiner", "regulator"])
def test_nobody_else_reads_it(lines, client_of, role):
    user = person("旁人", "pangren")
    if role:
        user.groups.add(Group.objects.get(name=role))
    answer = client_of(user).get(PAGE)
    assert answer.status_code in (302, 403)
    assert "编号=" not in answer.content.decode()


def test_no_line_can_be_opened_changed_or_removed(lines, auditor, client_of):
    browser, pk = client_of(auditor), AuditEntry.objects.first().pk
    before = list(AuditEntry.objects.values())
    for deed in ("edit", "delete", "copy"):
        for answer in (browser.get(f"{PAGE}{deed}/{pk}/"), browser.post(f"{PAGE}{deed}/{pk}/", {"deed": "x"})):
            assert answer.status_code in (302, 403, 404), deed
    assert browser.get(f"{PAGE}add/").status_code in (302, 403, 404)
    assert list(AuditEntry.objects.values()) == before


def test_twenty_lines_ask_as_often_as_two(auditor, client_of):
    browser = client_of(auditor)

    def asked(number):
        for each in range(number):
            record("a.deed", Job(pk=each + 1), by=person("人", f"p{AuditEntry.objects.count()}-{each}"))
        with CaptureQueriesContext(connection) as caught:
            browser.get(PAGE)
        return len(caught)

    asked(1)
    assert asked(1) == asked(18)


def test_s12_the_list_to_choose_a_line_from_is_shut_too(lines, auditor, examiner, school, client_of):
    """Wagtail opens such lists to everybody with a desk of any kind (cms/snippets.py)."""
    line = AuditEntry.objects.latest("pk")
    choosing = [reverse("wagtailsnippetchoosers_core_auditentry:choose")]
    choosing += [reverse("wagtailsnippetchoosers_core_auditentry:chosen", args=[line.pk])]
    for address in choosing:
        assert client_of(auditor).get(address).status_code == 200
        for other in (examiner, school):
            answer = client_of(other).get(address)
            assert (answer.status_code, answer["Location"]) == (302, "/cms/")
