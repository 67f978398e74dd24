"""For whom a case may be handed in: an organisation that the operator has verified, by who answers for it."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from organisations.models import Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

EDIT = "cases.change_casestudy"
MODERATE = "cases.change_casesubmission"


def telling_for(user: "User | AnonymousUser") -> "QuerySet[Organisation]":
    """The organisations in whose name this person may tell a case, and agree to their name being shown."""
    return Organisation.objects.managed_by(user).verified().order_by("name")
