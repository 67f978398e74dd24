"""Who issues the badges (颁发机构): the site's own address and name, as `Identity` has them."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from certificates.badges.credential import Issuer
from cms.models import Identity


def root() -> str:
    """The address people know the site by; every badge names it for ever."""
    return str(settings.SITE_URL)


def address(name: str, *args: object) -> str:
    """The full address of a page for programs, whatever language the reader of this page has."""
    with translation.override(settings.LANGUAGE_CODE):
        return root() + reverse(f"certificates:{name}", args=args)


def issuer(name: str = "") -> Issuer:
    """The issuer; under the name it had when a certificate was issued, if one is given (at most two queries otherwise)."""
    if not name:
        site = Site.objects.filter(is_default_site=True).first()
        name = (Identity.for_site(site) if site else Identity()).issuing_body
    return Issuer(id=address("issuer"), name=name, url=f"{root()}/")
