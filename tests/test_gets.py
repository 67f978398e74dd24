"""S15: no page changes anything by being read, and no link leads nowhere. The filled site is walked as each of its people.

What a page may write while it is read stands below with its reason; everything else is a fault.
"""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from core.cast import CAST
from core.models import Job

pytestmark = pytest.mark.django_db

MAY_BE_WRITTEN = {
    "django_session": "that somebody is there",
    "usersessions_usersession": "the list of one's devices: when each was last there",
    "accounts_look": "who looked at whose record, for the person it is about",
    "core_auditentry": "that a file with many people's data was taken",
    "courses_calendarstamp": "since when an entry of a calendar reads as it does, for programs that keep it",
    "campaigns_downloadcount": "how often a material was taken: a number, nobody's name",
    "schools_claim": "that a reviewer has opened a step that is his to decide",
    "wagtailadmin_editingsession": "who edits a page now, told to whoever opens it beside",
    "wagtailcore_pagesubscription": "whether an editor is told of comments on a page he has opened",
}
# Completed by a script; files of the loaded database that its copies do not bring along.
NOT_FOLLOWED = ("/cms/bulk/", "/documents/")
WRITES = re.compile(r"^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)", re.IGNORECASE)
LINK = re.compile(r"<a\s[^>]*?href=\"([^\"#]+)", re.DOTALL)
OPTION = re.compile(r"(?:^|&)(\w+)=")
# One page of each kind for each person, and no walk without end.
MOST = 160
START = ("/", "/learn/", "/cms/", "/en/", "/notices/")
LEAVING = ("logout", "/cms/login", "/account/")


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables written to meanwhile."""
    tables: set[str] = set()

    def watch(execute, sql, params, many, context):
        found = WRITES.match(sql)
        if found and found[1] not in MAY_BE_WRITTEN:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def links(answer, at: str) -> list[str]:
    """Addresses of this site that the page leads to."""
    if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
        return []
    found = (href.replace("&amp;", "&") for href in LINK.findall(answer.content.decode()))
    inside = (at.partition("?")[0] + href if href.startswith("?") else href for href in found)
    return [href for href in inside if href.startswith("/") and not href.startswith("//") and not any(w in href for w in LEAVING)]


def kind(address: str) -> str:
    """Which view it is, and which of its options are named: pages of one kind are read once."""
    path, _, query = address.partition("?")
    try:
        found = resolve(path)
    except Resolver404:
        return path
    return f"{found.route or found.view_name} {sorted(OPTION.findall(query))}"


def walk(browser: Client) -> dict[str, set[str]]:
    """Each address read, with what it wrote; "nowhere" for a link that no page answers."""
    seen: set[str] = set()
    waiting, wrote = deque(START), dict[str, set[str]]()
    while waiting and len(wrote) < MOST:
        address = waiting.popleft()
        if (what := kind(address)) in seen or address.startswith(NOT_FOLLOWED):
            continue
        seen.add(what)
        with written() as tables:
            answer = browser.get(address)
        assert answer.status_code < 500, address
        wrote[address] = tables | ({"nowhere"} if answer.status_code == 404 else set())
        waiting.extend([answer["Location"]] if answer.status_code in (301, 302) else links(answer, address))
    return wrote


@pytest.fixture
def filled(content, settings):
    settings.DEBUG = True
    call_command("demo", "--json", stdout=StringIO(), stderr=StringIO())
    settings.DEBUG = False  # the pages as they are in earnest; and no record is kept of every statement


def test_s15_no_page_of_the_filled_site_changes_anything_by_being_read(filled, client_of):
    faults: dict[str, set[str]] = {}
    read = 0
    for name in ("", *(who.email for who in CAST)):
        wrote = walk(client_of(User.objects.get(email=name)) if name else Client())
        read += len(wrote)
        faults |= {f"{name} {address}": tables for address, tables in wrote.items() if tables}
    assert not faults
    assert read > 1000


def test_control_a_page_that_changes_something_is_seen(client_of):
    with written() as tables:
        Job.objects.filter(pk=0).update(done_at=None)
        Job.objects.filter(pk=0).delete()
    assert tables == {"core_job"}
