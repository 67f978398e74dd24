from wagtail.snippets.models import register_snippet

from exams.viewsets import ExamOffice

register_snippet(ExamOffice)
