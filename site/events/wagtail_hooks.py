from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.waiting import Desk, desks
from events.models import Submission
from events.office import EventOffice
from events.office.deeds import MODERATE

register_snippet(EventOffice)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("", include("events.office.urls"))]


desks.append(
    Desk(
        _("Submitted events"),
        MODERATE,
        "events_office:submissions",
        lambda user: Submission.objects.waiting().exclude(by=user.pk),
    )
)
