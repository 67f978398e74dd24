from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Foundations"

    def ready(self) -> None:
        from pathlib import Path

        from django.conf import settings

        from core import telemetry, typefaces

        telemetry.begin()
        # A face that is not there is no face: names beyond the shipped ones wait for a substitute, and nothing else stops.
        own = Path(settings.RARE_TYPEFACE) if settings.RARE_TYPEFACE else None
        typefaces.take(own if own and own.is_file() else None)
