"""The members whose boxes were ticked. A row of another body is not found, as everywhere."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404

from organisations.models import Membership, Organisation


def chosen(body: Organisation, keys: Iterable[str]) -> list[Membership]:
    """The present members with these keys, in the order of their names (one query)."""
    try:
        wanted = {UUID(one) for one in keys}
    except ValueError:
        raise Http404("no such member") from None
    rows = (
        list(Membership.objects.present().filter(organisation=body, pk__in=wanted).told().order_by("name", "pk"))
        if wanted
        else []
    )
    if len(rows) < len(wanted):
        raise Http404("no such member")
    return rows
