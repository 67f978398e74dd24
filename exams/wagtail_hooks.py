from wagtail.snippets.models import register_snippet

from exams.office import ExamOffice

register_snippet(ExamOffice)
