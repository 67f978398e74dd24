from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from courses import (
            agenda,
            cycle_news,
            dashboard,
            news,
            notebook,
            receivers,  # noqa: F401  # connecting is what importing does
            record,
            review_news,
            teaching_link,
        )
        from courses.exports import tasks  # noqa: F401  # registering is what importing does
        from courses.meetings.showing import on_agenda
        from courses.training import news as training_news
        from courses.training import (
            receivers as training_receivers,  # noqa: F401  # connecting is what importing does
        )
        from courses.training import showing
        from notices.kinds import register

        register(*news.KINDS, cycle_news.CYCLE_DUE, review_news.REVIEW_DUE, *training_news.KINDS)
        dashboard.sections.append(showing.on_dashboard)
        dashboard.sections.append(teaching_link.on_dashboard)
        agenda.sources += [agenda.runs, agenda.renewals, on_agenda, showing.on_agenda]
        record.parts += [record.hours_by_year, record.courses_taken]
        record.details += [record.entries, notebook.in_record]
