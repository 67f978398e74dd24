"""Who may do what in an organisation. Whoever may not look is told that there is no such page."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from organisations.models import Membership, Organisation


def may_manage(user: User, organisation: Organisation) -> bool:
    """Whether the person answers for the people and settings of this body (one query)."""
    return Organisation.objects.managed_by(user).filter(pk=organisation.pk).exists()


def may_train(user: User, organisation: Organisation) -> bool:
    """Whether the person looks after the training of this body (one query)."""
    return Organisation.objects.trained_by(user).filter(pk=organisation.pk).exists()


def own(user: User, slug: str) -> Organisation:
    """A body one belongs to, or 404."""
    return get_object_or_404(Organisation.objects.visible_to(user).told(), slug=slug)


def managed(user: User, slug: str) -> Organisation:
    """A body one answers for, or 404."""
    return get_object_or_404(Organisation.objects.managed_by(user).told(), slug=slug)


def trained(user: User, slug: str) -> Organisation:
    """A body whose training one looks after, or 404."""
    return get_object_or_404(Organisation.objects.trained_by(user).told(), slug=slug)


def member_of(organisation: Organisation, pk: UUID) -> Membership:
    """A member of this body, present or former, or 404."""
    try:
        return Membership.objects.told().get(pk=pk, organisation=organisation)
    except Membership.DoesNotExist:
        raise Http404("no such member") from None
