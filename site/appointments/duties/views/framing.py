"""What every page of a firm's duties shows around its own: who one is here, and where one stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.asking import person
from appointments.duties.models import RiskList
from appointments.duties.permissions import Standing, standing


def here(request: HttpRequest, slug: str) -> Standing:
    """What the reader is in this firm, or 404."""
    return standing(person(request), slug)


def in_force(there: Standing) -> RiskList | None:
    """The firm's list that holds today (2 queries)."""
    return RiskList.objects.of(there.firm).in_force()


def page(
    request: HttpRequest, there: Standing, template: str, tab: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page in its frame."""
    around = {"standing": there, "firm": there.firm, "tab": tab, "section": "learn"}
    return render(request, f"appointments/duties/{template}.html", around | context, status=status)
