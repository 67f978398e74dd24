from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages.shown import lessons_citing
        from statutes import citations

        citations.sources.append(lessons_citing)
