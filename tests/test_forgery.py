"""S07, S15: no form on another site changes anything here, and no form of ours sets more than whoever fills it in may say."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.forms import ModelForm
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.test_doors import addresses, filled

# Addresses that take what bears no token of ours, and why another site gains nothing by sending there.
QUESTIONS = "a question anybody may ask: nothing is changed, nobody is known by it"
NO_TOKEN = {
    "certificates:check_pdf": QUESTIONS,
    "certificates:badge_check": QUESTIONS,
    "certificates:named": QUESTIONS,
    "certificates:register-search": QUESTIONS,
    "certificates:list-check": QUESTIONS,
    "notices:unsubscribe": "sealed by the letter it stands in; a mail program sends it (RFC 8058)",
    "package_state": "a package's frame has no cookies; its own ticket is asked for",
}
# Programs bear a token in a header, which no form of another site can send; the admin's own interface only reads.
OF_PROGRAMS = ("api:", "wagtailadmin_api:")
# What is worked out or decided, or names whose a thing is: never a field of a form that people fill in.
DECIDED = {
    *("state", "status", "score", "marks", "total", "passed", "verdict", "number", "published_at", "deadline_at", "decided_by"),
    *("decided_at", "is_staff", "is_superuser", "user", "owner", "learner", "candidate", "holder", "person", "author", "groups"),
}
# An administrator gives roles; an examiner says whether an item is in use. Both doors have tests of their own.
MAY_DECIDE = {
    ("accounts.admin_forms", "groups"),
    ("accounts.admin_forms", "is_superuser"),
    ("exams.office.item_use", "status"),
}


def unguarded(patterns: list[URLPattern | URLResolver], room: str = "") -> Iterator[str]:
    """The names of addresses that ask for no token."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from unguarded(pattern.url_patterns, room + (f"{pattern.namespace}:" if pattern.namespace else ""))
        elif getattr(pattern.callback, "csrf_exempt", False):
            yield f"{room}{pattern.name}"


def forms(above: type[Any] = ModelForm) -> Iterator[type[Any]]:
    for form in above.__subclasses__():
        yield form
        yield from forms(form)


def test_s15_what_asks_for_no_token_stands_here_with_its_reason():
    found = {name for name in unguarded(get_resolver().url_patterns) if not name.startswith(OF_PROGRAMS)}
    assert found == set(NO_TOKEN)


@pytest.mark.django_db
def test_s15_whatever_another_site_sends_in_ones_name_is_refused(learner):
    """A browser that is signed in, and a form without our token: each address, before anything is looked up."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    sent = [(name, route) for name, route in addresses() if "(" not in route and name not in NO_TOKEN]
    guarded = [(name, route) for name, route in sent if not name.startswith(OF_PROGRAMS)]
    taken = [name for name, route in guarded if browser.post(filled(route), {}).status_code != 403]
    assert taken == []
    assert len(guarded) > 400


def test_s07_no_form_sets_what_is_decided_or_whose_a_thing_is():
    """Forms the admin makes by itself (of modules not ours) open for whoever may change that kind of thing, and ask for that."""
    assert get_resolver().url_patterns  # every view has been read, and every form with it
    ours = [form for form in forms() if not form.__module__.startswith(("django.", "wagtail.", "allauth."))]
    fields = {(form.__module__, field) for form in ours for field in form.base_fields}
    assert {found for found in fields if found[1] in DECIDED} - MAY_DECIDE == set()
    assert len(ours) > 20
