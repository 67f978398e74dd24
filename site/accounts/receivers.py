"""What follows from news of lower rooms and of Django itself."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import social_account_added
from django.apps import AppConfig, apps
from django.dispatch import receiver
from django.utils.translation import get_language

from accounts import consenting, naming, phones, roles
from accounts.models import Consent
from accounts.signals import consent_withdrawn


def lay_roles(sender: AppConfig, using: str, **kwargs: object) -> None:
    """After the last room's migration, when every permission exists, lay out the roles' groups and put names into words."""
    told = [room for room in apps.get_app_configs() if room.models_module is not None]  # the others get no signal
    if sender == told[-1] and using == "default":
        roles.lay()
        naming.name_permissions()


@receiver(social_account_added)
def note_consent_to_outside(sender: object, request: Any, sociallogin: Any, **kwargs: object) -> None:
    """Connecting an account elsewhere is consent to being known by it."""
    if consenting.standing(sociallogin.user, Consent.Purpose.OUTSIDE) is None:
        consenting.give(sociallogin.user, Consent.Purpose.OUTSIDE, language=get_language())


@receiver(consent_withdrawn)
def drop_what_rested_on_it(sender: object, consent: Consent, **kwargs: object) -> None:
    """A number or a connection goes with the consent it was kept under."""
    if consent.purpose == Consent.Purpose.PHONE:
        phones.take_back(consent.user)
    elif consent.purpose == Consent.Purpose.OUTSIDE:
        SocialAccount.objects.filter(user=consent.user).delete()
