"""An event for search engines (schema.org Event), as JSON-LD. Only what stands on the page is told."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from cms.templatetags.ui import chinese
from events.models import Event
from events.states import EventState

# What would end the script element or be taken for markup is written as an escape that JSON reads back.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
SCHEMA = "https://schema.org"


def of_event(event: Event) -> SafeString:
    told = json.dumps(_told(event), ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(told)  # noqa: S308 - escaped above


def _told(event: Event) -> dict[str, Any]:
    state, online = event.state, event.area == Event.Area.ONLINE
    address = settings.SITE_URL + event.get_absolute_url()
    told: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": chinese(event.title),
        "description": chinese(event.summary),
        "url": address,
        "startDate": localtime(event.starts_at).isoformat(),
        "endDate": localtime(event.ends_at).isoformat(),
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if event.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/{'OnlineEventAttendanceMode' if online else 'OfflineEventAttendanceMode'}",
        "location": {"@type": "VirtualLocation", "url": address}
        if online
        else {"@type": "Place", "name": chinese(event.place or event.where), "address": chinese(event.where)},
        "organizer": {"@type": "Organization", "name": chinese(event.organiser)},
        "isAccessibleForFree": True,
    }
    if event.seats:
        told |= {"maximumAttendeeCapacity": event.seats, "remainingAttendeeCapacity": event.left}
    if state.is_open:
        told["offers"] = {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": "CNY",
            "url": address,
            "availability": f"{SCHEMA}/{'InStock' if state is EventState.OPEN else 'SoldOut'}",
        }
    return told
