from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExamsConfig(AppConfig):
    name = "exams"
    verbose_name = _("Exams")

    def ready(self) -> None:
        """Say on the pages of courses what concerns exams; before certificates, to which they lead."""
        from accounts import idling
        from accounts.privacy import erasing
        from courses import agenda, dashboard, network, pathfinding, record, teaching
        from courses.quizzes import bank
        from exams import (
            desk,
            desk_cases,
            desk_files,
            desk_marking,
            desk_printing,
            desk_reviews,
            desk_sittings,
            figures,
            gathering,
            news,
            receivers,  # noqa: F401  # importing receivers connects them
            running,
            training,
        )
        from exams.quizzes import bank as exam_bank
        from exams.quizzes import figures as quiz_figures
        from notices.kinds import register

        register(*news.KINDS)
        idling.excuse(running.is_writing)
        erasing.hinder(running.hindrances)
        dashboard.sections.insert(0, gathering.on_dashboard)
        dashboard.sections.insert(1, gathering.practice)
        dashboard.sections.insert(0, desk.on_dashboard)
        dashboard.course_sections.insert(0, gathering.on_course)
        agenda.sources.append(gathering.dates)
        record.parts.append(gathering.results)
        dashboard.urgent.append(gathering.urgent)
        pathfinding.exam_tellers.append(gathering.in_tracks)
        pathfinding.exam_days.append(gathering.passed_days)
        network.exam_asking.append(training.asking)
        bank.register(exam_bank.ExamBank())
        teaching.sections.append(quiz_figures.of_group)
        desk.sections += [desk_sittings.sittings, desk_sittings.requests]
        desk.sections += [
            desk_marking.marking,
            desk_marking.releasing,
            desk_marking.correcting,
            desk_cases.on_desk,
            desk_marking.standards,
            desk_reviews.reviews,
        ]
        desk.sections += [desk_printing.printing, figures.on_desk, desk_files.answer_files]
        dashboard.sections.append(desk_cases.on_dashboard)
