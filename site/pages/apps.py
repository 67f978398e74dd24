from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from cms import listed
        from cms.search import kinds
        from core import views
        from pages import listing
        from pages.finds import ArticleKind, CourseKind, LessonKind, NoteKind
        from pages.shown import lessons_citing
        from statutes import citations

        citations.sources.append(lessons_citing)
        listed.sources += [listing.rooms, listing.notes, listing.courses]
        views.nearest.append(listing.near)
        kinds.register(CourseKind, LessonKind, ArticleKind, NoteKind)
