"""Who one may sign in as in the demo: asked only by the page that signs people in."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import LABELS
from core.cast import CAST

register = template.Library()


@register.simple_tag
def demo_people() -> list[tuple[str, str]]:
    """Role and address of each account of the demo; nobody where it was not made, or where DEBUG is off."""
    if not settings.DEBUG:
        return []
    made = set(User.objects.filter(email__in=[who.email for who in CAST]).values_list("email", flat=True))
    return [(str(LABELS[who.role]) if who.role else _("Learner"), who.email) for who in CAST if who.email in made]
