"""The events' screens in the admin (活动后台): events made and changed, and what others submitted."""

from events.office.events import EventViewSet

__all__ = ["EventViewSet"]
