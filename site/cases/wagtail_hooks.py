from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cases.models import CaseSubmission
from cases.office import CaseOffice
from cases.permissions import MODERATE
from cms.waiting import Desk, desks

register_snippet(CaseOffice)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("cases/", include("cases.office.urls"))]


desks.append(
    Desk(
        _("Submitted cases"),
        MODERATE,
        "cases_office:submissions",
        lambda user: CaseSubmission.objects.waiting().exclude(by=user.pk),
    )
)
