"""Who may have a medium: whoever may read a lesson with it. Public with a public lesson, else for its learners and editors."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from accounts.models import User
from courses.activities import of as activities_of
from courses.models import Enrolment, LessonPage, Medium


def is_public(medium: Medium) -> bool:
    """A published lesson that anyone may read shows it. Two queries."""
    used = ReferenceIndex.get_references_to(medium).filter(base_content_type=ContentType.objects.get_for_model(Page))
    pages = used.values_list("object_id", flat=True)
    return LessonPage.objects.live().public().filter(pk__in=[int(pk) for pk in pages]).exists()


def may_have(user: User | AnonymousUser, medium: Medium) -> bool:
    if not user.is_authenticated:
        return False
    return user.has_perm("wagtailadmin.access_admin") or _is_in_my_courses(user, medium)


def _is_in_my_courses(user: User, medium: Medium) -> bool:
    """A version a person is enrolled in shows it, though the lesson has been taken down or changed since."""
    key = str(medium.key)
    mine = Enrolment.objects.visible_to(user).select_related("version")
    lessons = (lesson for enrolment in mine for lesson in enrolment.version.lessons)
    return any(one.facts.get("medium") == key for lesson in lessons for one in activities_of(lesson))
