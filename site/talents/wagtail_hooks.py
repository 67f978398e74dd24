from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.waiting import Desk, desks
from talents.models import ExpertListing
from talents.models.experts import ADMIT
from talents.office import TalentsOffice

register_snippet(TalentsOffice)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("experts/", include("talents.office_urls"))]


desks.append(
    Desk(
        _("Experts to admit"),
        ADMIT,
        "talents_office:experts",
        lambda user: ExpertListing.objects.waiting().exclude(person=user.pk),
    )
)
