"""What this room has to show: addresses for the site map, the feed and wrong turnings."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.listed import Listed
from cms.templatetags.ui import chinese
from events.models import Event

MOST = 2000  # the newest: a site map is not an archive


def events() -> Iterator[Listed]:
    """The programme and what stands in it, the newest first. One query."""
    yield Listed(reverse("events:programme"), _("Events"), _("Main pages"), place=0)
    for event in Event.objects.public().order_by("-changed_at")[:MOST]:
        yield Listed(
            event.get_absolute_url(), chinese(event.title), _("Events"), event.changed_at, chinese(event.summary), True, 50
        )
