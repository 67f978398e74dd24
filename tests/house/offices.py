"""Doors of the admin (后台) that are ours: which desks whoever has an office may sit at. An administrator sits at all of them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern

from tests.appointments.doors import routes
from tests.house.building import PART

OFFICES = ("teacher_a", "examiner", "regulator", "reviewer")
# The desk is the name before the last colon; lists to choose a thing from belong to the desk that looks after such things.
DESKS: Mapping[str, frozenset[str]] = {
    "wagtailsnippets_courses_package": frozenset({"teacher_a"}),
    "exam_exchange": frozenset({"examiner"}),
    "wagtailsnippets_exams_item": frozenset({"examiner"}),
    "wagtailsnippets_exams_proposal": frozenset({"examiner"}),
    "wagtailsnippets_exams_sitting": frozenset({"examiner"}),
    "wagtailsnippets_exams_enemygroup": frozenset({"examiner"}),
    "wagtailsnippets_exams_examversion": frozenset({"examiner", "regulator"}),
    "wagtailsnippets_certificates_schemeversion": frozenset({"regulator"}),
    "wagtailsnippets_statutes_article": frozenset({"regulator"}),
    "wagtailsnippets_events_event": frozenset({"regulator"}),
    "wagtailsnippets_cases_casestudy": frozenset({"regulator"}),
    "events_office": frozenset({"regulator"}),
    "campaigns_office": frozenset({"regulator"}),
    "cases_office": frozenset({"regulator"}),
}
# What an address of a desk names, where its view does not say so.
NAMED = {
    "events/submissions/": "events.Submission",
    "events/links/": "events.OrganiserLink",
    "events/<": "events.Event",
    "cases/submissions/": "cases.CaseSubmission",
    "cases/<": "cases.CaseStudy",
    "quality-month/<": "campaigns.CampaignPage",
    "experts/<": "talents.ExpertListing",
    "courses/": "courses.Course",
    "exams/exchange/imports/": "exams.Import",
    "snippets/certificates/certificate/sittings/": "exams.Sitting",
}
# One of several alike: rows of a list without the page around them, where a thing is used.
LIKE_ANOTHER = re.compile(r"results/$|results/<|usage/|chosen-multiple/")
OF_THINGS = ("wagtailsnippets_", "wagtailsnippetchoosers_", "wagtailusers_")
WAGTAILS = {"list", "add", "edit", "delete", "history", "inspect", "copy", "choose", "chosen", "create"}
# No door of ours: a page that is said to be missing, or a way in.
NOT_OURS = ("cms/login/", "cms/jsi18n/", "cms/test404/")


def desk(name: str) -> str:
    return name.rpartition(":")[0].replace("snippetchoosers", "snippets")


def is_deed(name: str) -> bool:
    """Whether its view is our own, and not one of those that Wagtail has for every kind of thing."""
    return name.rpartition(":")[2] not in WAGTAILS


def is_open_for(who: str, name: str) -> bool:
    """Whether that desk is one of his."""
    return who == "superuser" or who in DESKS.get(desk(name), frozenset())


def addresses() -> Iterator[tuple[str, str]]:
    """(name, address) of our doors there; of a thing that exists, wherever there is one."""
    found = {name: (plain(route), one) for route, name, one in reversed([*routes()]) if name and route.startswith("cms/")}
    for name, (route, pattern) in found.items():
        if _is_ours(name, pattern) and not LIKE_ANOTHER.search(route) and route not in NOT_OURS:
            yield name, _address(route, pattern)


def plain(route: str) -> str:
    """The one door there is with an expression in its address, as the others are."""
    return route.replace(r"^export/(?P<pk>\d+)/(?P<ending>csv|xlsx)/$", "export/<int:pk>/csv/")


def _is_ours(name: str, pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    return name.startswith(OF_THINGS) or not view.__module__.startswith(("wagtail.", "django."))


def _address(route: str, pattern: URLPattern) -> str:
    """Of the first such thing there is."""
    model = _model(pattern, route) if "<" in route else None
    thing = model._default_manager.first() if model else None
    nobody = str(UUID(int=7)) if "<uuid:" in route else "987654"
    return "/" + PART.sub(str(thing.pk) if thing else nobody, route.replace("<str:scheme>", "QSO"))


def _model(pattern: URLPattern, route: str) -> type[Model] | None:
    view: Any = pattern.callback
    found = getattr(view, "view_initkwargs", {}).get("model") or getattr(getattr(view, "view_class", None), "model", None)
    if found:
        return found
    inside = route.removeprefix("cms/")
    for start, label in NAMED.items():
        if inside.startswith(start):
            return apps.get_model(label)
    snippet = re.match(r"snippets/(\w+)/(\w+)/", inside)
    return apps.get_model(snippet[1], snippet[2]) if snippet else None
