"""Who may look at talents: managers of enterprises that the operator has verified."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from organisations.models import Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def looking_for(user: "User | AnonymousUser") -> "QuerySet[Organisation]":
    """The verified enterprises for which this person may look at talents."""
    return Organisation.objects.managed_by(user).verified().filter(kind=Organisation.Kind.ENTERPRISE)
