from events.views.public import calendar, event, event_calendar, feed, programme

__all__ = ["calendar", "event", "event_calendar", "feed", "programme"]
