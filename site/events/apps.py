from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from cms import listed
        from cms.search import kinds
        from courses import agenda
        from events import announced, calendars, finds, news, receivers  # noqa: F401  # connecting is what importing does
        from notices.kinds import register

        register(*news.KINDS)
        kinds.register(finds.EventKind)
        listed.sources.append(announced.events)
        agenda.sources.append(calendars.of_person)
