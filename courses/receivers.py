from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from core import jobs
from courses import keeping, news
from courses.models import CoursePage, LessonPage, Medium, Meeting, RunAnnouncement, RunPlace, WorkMark
from courses.publishing import courses_naming, courses_with, freeze
from courses.signals import meeting_changed, run_announced, run_place_given, work_marked


@receiver(page_published, sender=CoursePage)
def freeze_course(sender: type[CoursePage], instance: CoursePage, **kwargs: Any) -> None:
    """A published course becomes a version."""
    freeze(instance.course)
    keeping.forget_course(instance.course)


@receiver(page_unpublished, sender=CoursePage)
def forget_course(sender: type[CoursePage], instance: CoursePage, **kwargs: Any) -> None:
    keeping.forget_course(instance.course)


@receiver([page_published, page_unpublished], sender=LessonPage)
def freeze_courses_of_lesson(sender: type[LessonPage], instance: LessonPage, **kwargs: Any) -> None:
    """A lesson published anew belongs to the next version of every course that shows it."""
    for course in courses_with(instance.code):
        freeze(course)
    keeping.forget_lessons(courses_naming(instance.code))


@receiver(run_place_given, sender=RunPlace)
def tell_of_seat(sender: type[RunPlace], place: RunPlace, **kwargs: Any) -> None:
    """Whoever moved up from the waiting list is not looking at the page."""
    news.tell_seat(place)


@receiver(run_announced, sender=RunAnnouncement)
def tell_the_run(sender: type[RunAnnouncement], announcement: RunAnnouncement, **kwargs: Any) -> None:
    """What a teacher says reaches everybody in the run."""
    news.tell_announced(announcement)


@receiver(meeting_changed, sender=Meeting)
def tell_of_meeting(sender: type[Meeting], meeting: Meeting, **kwargs: Any) -> None:
    """Who would stand before a closed door learns of it."""
    news.tell_meeting(meeting)


@receiver(work_marked, sender=WorkMark)
def tell_of_mark(sender: type[WorkMark], mark: WorkMark, **kwargs: Any) -> None:
    """Whoever handed something in waits for it."""
    news.tell_marked(mark)


@receiver(post_save, sender=Medium)
def read_pages(sender: type[Medium], instance: Medium, raw: bool = False, **kwargs: Any) -> None:
    """A PDF whose pages nobody has read yet; what a job has lost, the sweep finds (courses/media/leafing.py)."""
    from courses.tasks import leaf_medium

    if instance.kind == Medium.Kind.PDF and instance.sha256 and not instance.leaves and not raw:
        jobs.enqueue(leaf_medium, pk=instance.pk)
