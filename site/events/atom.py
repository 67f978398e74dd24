"""The feed of events (RFC 4287): what was announced or changed last, the newest first."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.feeds import Atom
from cms.templatetags.ui import chinese
from events.models import Event
from events.programme import told_event

MOST = 50


def feed(path: str) -> str:
    """One query, however many events there are."""
    made = Atom(
        title=_("Events"),
        link=settings.SITE_URL + reverse("events:programme"),
        description=_("Open days, lectures, contests and visits about quality."),
        feed_url=settings.SITE_URL + path,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    for event in Event.objects.public().told().order_by("-changed_at")[:MOST]:
        told = told_event(event)
        made.add_item(
            title=chinese(event.title),
            link=settings.SITE_URL + event.get_absolute_url(),
            description=f"{told.held}　{chinese(event.where)}　{chinese(event.summary)}　{told.text}",
            unique_id=f"urn:uuid:{event.pk}",
            pubdate=event.published_at,
            updateddate=event.changed_at,
            author_name=chinese(event.organiser),
        )
    return made.writeString("utf-8")
