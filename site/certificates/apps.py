from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        """Listen to the exams below, and say on the pages of lower rooms what concerns certificates."""
        from certificates import (
            bars,
            desk,
            impartiality,
            news,
            presentation,
            receivers,  # noqa: F401  # importing receivers connects them
        )
        from courses import agenda, dashboard, record
        from exams import conditions
        from exams import desk as exam_desk
        from exams import impartiality as case_impartiality
        from exams.presentation import release_extras, result_extras
        from notices.kinds import register

        register(*news.KINDS)
        agenda.sources.append(presentation.dates)
        record.parts.append(presentation.in_record)
        dashboard.sections.append(presentation.on_dashboard)
        dashboard.hours_sections.append(presentation.on_hours)
        dashboard.course_sections.append(presentation.on_course)
        dashboard.certifying.append(presentation.courses)
        conditions.register(bars.before_exam)
        result_extras.append(presentation.on_result)
        release_extras.append(presentation.before_release)
        exam_desk.sections += [desk.applications, desk.activities]
        case_impartiality.others.append(impartiality.of_case)
