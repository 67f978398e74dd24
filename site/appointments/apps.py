from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointments")

    def ready(self) -> None:
        from appointments import (
            gathering,
            news,
            receivers,  # noqa: F401  # connecting is what importing does
        )
        from appointments.duties import news as duty_news
        from appointments.packs import tasks  # noqa: F401  # registering is what importing does
        from courses import dashboard
        from notices.kinds import register

        register(*news.KINDS, *duty_news.KINDS)
        dashboard.sections.append(gathering.on_dashboard)
        dashboard.urgent.append(gathering.urgent)
