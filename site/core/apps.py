from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Foundations"

    def ready(self) -> None:
        from core import telemetry

        telemetry.begin()
