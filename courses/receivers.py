from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from courses.models import CoursePage, LessonPage
from courses.publishing import courses_with, freeze


@receiver(page_published, sender=CoursePage)
def freeze_course(sender: type[CoursePage], instance: CoursePage, **kwargs: Any) -> None:
    """A published course becomes a version."""
    freeze(instance.course)


@receiver([page_published, page_unpublished], sender=LessonPage)
def freeze_courses_of_lesson(sender: type[LessonPage], instance: LessonPage, **kwargs: Any) -> None:
    """A lesson published anew belongs to the next version of every course that shows it."""
    for course in courses_with(instance.code):
        freeze(course)
