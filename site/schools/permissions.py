"""Who may do what with a school's resources."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.models import Group
from django.db.models import Count
from wagtail.models import Revision

from accounts import roles
from schools.traits import Department

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from accounts.models import User
    from schools.models import SchoolPage

_ROLES = {Department.EDUCATION: roles.EDUCATION_REVIEWER, Department.REGULATION: roles.REGULATOR}


def speaks_for(user: "User | AnonymousUser", department: str) -> bool:
    """Whether this person reviews for that department. An administrator does not by being one."""
    return bool(user.is_authenticated) and user.groups.filter(name=_ROLES[Department(department)]).exists()


def reviews(user: "User | AnonymousUser") -> bool:
    return bool(user.is_authenticated) and user.groups.filter(name__in=_ROLES.values()).exists()


def reviewers() -> dict[Department, int]:
    """How many people review for each department."""
    told = dict(
        Group.objects.filter(name__in=_ROLES.values(), user__is_active=True).values_list("name").annotate(n=Count("user"))
    )
    return {department: told.get(role, 0) for department, role in _ROLES.items()}


def has_written(user: "User", page: Any) -> bool:
    """Whether any saved version of the page is this person's, or the page is his."""
    return page.owner_id == user.pk or Revision.objects.for_instance(page).filter(user=user).exists()


def may_decide(user: "User | AnonymousUser", page: Any, department: str) -> bool:
    """Of that department, no author, and not who has approved this version already, whichever step that was."""
    from schools.models import Decision

    if not user.is_authenticated or not speaks_for(user, department) or has_written(user, page):
        return False
    return not Decision.objects.approving().filter(page=page.pk, revision=page.latest_revision_id, by=user).exists()


def may_read(user: "User | AnonymousUser", page: Any) -> bool:
    """Whether this person may see what is not public yet: its school's teachers, and who reviews."""
    if not user.is_authenticated:
        return False
    return reviews(user) or page.permissions_for_user(user).can_edit()


def writes(user: "User | AnonymousUser", page: Any) -> bool:
    """Whether this person may change it: its school's teachers, and who looks after the whole site."""
    return bool(user.is_authenticated) and page.permissions_for_user(user).can_edit() and not _reviews_only(user, page)


def _reviews_only(user: Any, page: Any) -> bool:
    """Wagtail lets a reviewer open the editor of what waits for him; he finds it locked."""
    return reviews(user) and not user.is_superuser and not has_written(user, page) and not _teaches_at(user, page)


def _teaches_at(user: "User", page: Any) -> bool:
    return schools_of(user).filter(path=page.path[: -page.steplen]).exists()


def schools_of(user: "User | AnonymousUser") -> "models.QuerySet[SchoolPage]":
    """The schools this person teaches at: whose group the operator put him into."""
    from schools.models import SchoolPage

    if not user.is_authenticated:
        return SchoolPage.objects.none()
    return SchoolPage.objects.live().filter(group__user=user.pk)


def may_comment(user: "User | AnonymousUser", page: Any) -> bool:
    return may_read(user, page)


def may_invite(user: "User | AnonymousUser", page: Any) -> bool:
    """Whoever reviews and has not written it may ask an expert."""
    return reviews(user) and not has_written(cast("User", user), page)


def has_desk(user: "User | AnonymousUser") -> bool:
    """Whether the desk has anything for this person."""
    return reviews(user) or schools_of(user).exists()
