from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from cms.search import kinds
        from pages.finds import ArticleKind, CourseKind, LessonKind, NoteKind
        from pages.shown import lessons_citing
        from statutes import citations

        citations.sources.append(lessons_citing)
        kinds.register(CourseKind, LessonKind, ArticleKind, NoteKind)
