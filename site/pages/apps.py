from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        import pages.receivers  # noqa: F401  connects them
        from cms import listed
        from cms.search import kinds
        from core import views
        from notices.kinds import register
        from pages import listing, news
        from pages.finds import ArticleKind, CourseKind, LessonKind, NoteKind
        from pages.shown import lessons_citing
        from statutes import citations

        citations.sources.append(lessons_citing)
        listed.sources += [listing.rooms, listing.notes, listing.courses]
        views.nearest.append(listing.near)
        register(*news.KINDS)
        kinds.register(CourseKind, LessonKind, ArticleKind, NoteKind)
