"""Every list of the room asks the database as often for twenty rows as for two; a new address says which of both it is."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from certificates import sharing, urls
from certificates.models import Certificate, LogHead, SchemeVersion, Template
from certificates.office import CertificateOffice
from core import memory
from tests.certificates import growing
from tests.certificates.growing import House

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 20


@dataclass(frozen=True)
class List:
    """What is listed, for whom, and how it is asked for."""

    grow: Callable[[House, int], Any]
    who: str = ""
    args: Callable[[House], list[Any]] = lambda _at: []
    post: Callable[[House], dict[str, Any]] | None = None


def _certificate(at: House) -> list[Any]:
    return [at.certificate.pk]


def _number(at: House) -> list[Any]:
    return [at.certificate.number]


def _scheme(at: House) -> list[Any]:
    return [at.certificate.scheme.code]


def _application(at: House) -> list[Any]:
    return [at.application.pk]


def _sitting(at: House) -> list[Any]:
    return [at.sitting.pk]


def _shared(at: House) -> list[Any]:
    link = at.certificate.share_links.open().first() or sharing.renew_link(at.certificate, by=at.learner)
    return [at.certificate.number, link.secret]


def _heads(_at: House) -> list[Any]:
    return [1, LogHead.objects.latest("day").size]


def _numbers(_at: House) -> dict[str, Any]:
    lines = "\n".join(Certificate.objects.values_list("number", flat=True))
    return {"list": SimpleUploadedFile("list.csv", lines.encode()), "answer": "page"}


def _office(noun: str, view: str) -> str:
    return f"wagtailsnippets_certificates_{noun}:{view}"


LISTS = {
    "certificates:index": List(growing.one_s_own, "learner"),
    "certificates:certificate": List(growing.matters, "learner", _certificate),
    "certificates:proceeding": List(growing.steps_of_the_measure, "learner", lambda at: [at.proceeding.pk]),
    "certificates:apply": List(growing.files_of_a_draft, "learner", lambda _at: ["cqo"]),
    "certificates:submission": List(growing.files_of_a_draft, "learner", lambda at: [growing.draft(at).pk]),
    "certificates:application": List(growing.steps_of_an_application, "learner", _application),
    "certificates:renewal": List(growing.credits, "learner", _certificate),
    "certificates:renewals_due": List(growing.ending, "officer"),
    "certificates:claims": List(growing.claims, "officer"),
    "certificates:recognised": List(growing.recognised, "officer"),
    "certificates:keys": List(growing.keys),
    "certificates:key_set": List(growing.keys),
    "certificates:verification": List(growing.events, args=_number),
    "certificates:named": List(growing.events, args=_number, post=lambda _at: {"name": "林悦"}),
    "certificates:shared": List(growing.events, args=_shared),
    "certificates:proof": List(growing.logged, args=_number),
    "certificates:log": List(growing.heads),
    "certificates:log-heads": List(growing.heads),
    "certificates:log-head": List(growing.logged, args=lambda _at: [LogHead.objects.latest("day").day.isoformat()]),
    "certificates:log-consistency": List(growing.logged, args=_heads),
    "certificates:status_list": List(growing.of_the_register, args=lambda _at: ["suspension", 2]),
    "certificates:register": List(growing.of_the_register),
    "certificates:register-statistics": List(growing.of_the_register),
    "certificates:register-statistics-file": List(growing.of_the_register),
    "certificates:list-check": List(growing.of_the_register, post=_numbers),
    _office("application", "list"): List(growing.applications, "officer"),
    _office("application", "edit"): List(growing.steps_of_an_application, "officer", _application),
    _office("certificate", "list"): List(growing.of_the_register, "officer"),
    _office("certificate", "inspect"): List(growing.events, "officer", _certificate),
    _office("certificate", "sittings"): List(growing.sittings, "officer"),
    _office("certificate", "sitting"): List(growing.candidates, "officer", _sitting),
    _office("certificate", "sitting_preview"): List(growing.candidates, "officer", _sitting),
    _office("certificate", "sitting_bundle"): List(growing.candidates, "officer", _sitting),
    _office("proceeding", "list"): List(growing.measures, "officer"),
    _office("proceeding", "edit"): List(growing.steps_of_the_measure, "officer", lambda at: [at.proceeding.pk]),
    _office("correction", "list"): List(growing.corrections, "officer"),
    _office("correction", "edit"): List(
        growing.files_of_a_correction, "officer", lambda at: [at.certificate.corrections.get().pk]
    ),
    _office("namesubstitute", "list"): List(growing.substitutes, "officer"),
    _office("schemeversion", "list"): List(growing.versions, "officer"),
    _office("schemeversion", "inspect"): List(
        growing.versions, "officer", lambda at: [SchemeVersion.objects.filter(scheme=at.certificate.scheme)[0].pk]
    ),
    _office("schemeversion", "draft"): List(growing.writers, "officer", _scheme),
    _office("template", "list"): List(growing.templates, "officer"),
    _office("template", "inspect"): List(growing.templates, "officer", lambda _at: [Template.objects.all()[0].pk]),
    _office("template", "drafts"): List(growing.templates, "officer"),
    _office("template", "draft"): List(growing.writers, "officer", _scheme),
}

# One thing, a form or a deed: nothing there grows.
NO_LISTS = {
    *("pdf", "rendering", "mark", "link", "correction", "cancellation", "substitute", "statement", "appeal", "enclosure"),
    *("badge", "badge_consent", "badge_withdrawal", "badge_file", "badge_picture", "badge_check", "credential"),
    *("issuer", "achievement", "key", "key_pem", "verify", "check_pdf", "check_digest", "register-search", "list-template"),
    *("renewal_application", "activities", "renewal_sector", "reversal", "claim_decision", "activity_evidence"),
    *("activity_withdrawal", "application_withdrawal", "application_appeal", "application_evidence"),
    "evidence_removal",
}
# Of each noun in the office: what Wagtail brings, and the forms and deeds of this room.
NO_OFFICE_LISTS = {
    *("add", "copy", "delete", "history", "history_results", "list_results", "usage"),
    *("sitting_making", "sitting_sheet", "preview", "publication", "removal", "draft_preview", "version_preview"),
}
# Looked at one by one, or never: nothing of it is edited by hand (test_admin.py).
ALONE = {
    *(_office(noun, "edit") for noun in ("certificate", "namesubstitute", "schemeversion", "template")),
    _office("schemeversion", "drafts"),
}


def _names(patterns: list[Any]) -> Iterator[str]:
    for one in patterns:
        yield from [str(one.name)] if isinstance(one, URLPattern) else _names(one.url_patterns)


def test_every_address_of_the_room_is_a_list_or_is_none():
    public = {f"certificates:{name}" for name in _names(urls.urlpatterns)}
    nouns = [str(viewset.model._meta.model_name) for viewset in CertificateOffice.items]
    office = {
        _office(noun, name)
        for noun in nouns
        for name in _names(get_resolver().namespace_dict[_office(noun, "")[:-1]][1].url_patterns)
    }
    others = {f"certificates:{name}" for name in NO_LISTS} | ALONE
    others |= {_office(noun, name) for noun in nouns for name in NO_OFFICE_LISTS}
    assert not set(LISTS) & others
    assert public | office == set(LISTS) | (others & (public | office))
    assert {f"certificates:{name}" for name in NO_LISTS} <= public


@pytest.fixture
def at(settings, tmp_path, time_machine, passed, learner) -> House:
    """Yesterday's head stands in the log; today has two rows of its own."""
    time_machine.move_to("2026-12-01 10:00:00+08:00", tick=False)
    settings.KEYS_DIR = tmp_path / "keys"
    call_command("make_signing_keys", development=True)
    from certificates.issuing import issue

    made = growing.house(issue(result=passed(learner)), time_machine)
    growing.logged(made, 1)
    return made


def asked(client: Client, at: House, name: str) -> list[str]:
    """The queries of an answer for which nothing was kept."""
    one = LISTS[name]
    address = reverse(name, args=one.args(at))
    data = one.post(at) if one.post else None
    for cache in caches.all():
        cache.clear()
    memory.forget_all()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address) if data is None else client.post(address, data)
        if answer.streaming:
            assert b"".join(answer)
    assert answer.status_code == 200, answer.status_code
    return [query["sql"] for query in seen.captured_queries]


def _more(few: list[str], many: list[str]) -> str:
    """What is asked more often, its values left out."""
    plain = [Counter(re.sub(r"'[^']*'|\d+", "…", sql) for sql in queries) for queries in (few, many)]
    return "\n".join(f"{count}: {sql}" for sql, count in (plain[1] - plain[0]).items())


@pytest.mark.parametrize("name", LISTS, ids=[name.replace("wagtailsnippets_certificates_", "office-") for name in LISTS])
def test_twenty_rows_cost_as_much_as_two(at, client, client_of, name):
    who = LISTS[name].who
    browser = client_of(at.learner if who == "learner" else at.officers[1]) if who else client
    LISTS[name].grow(at, FEW)
    asked(browser, at, name)  # what a process asks once is asked
    few = asked(browser, at, name)
    LISTS[name].grow(at, MANY - FEW)
    many = asked(browser, at, name)
    assert len(many) == len(few), _more(few, many)
