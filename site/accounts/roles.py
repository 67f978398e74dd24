"""Roles: who may do what in the admin. A learner has no role; an administrator is a superuser besides.

A role is a group of Django's; its name never changes, what people read is `label`. The table lists only what
a role needs for its work in the admin. A role that works on the public side alone needs nothing here.
"""

from collections.abc import Iterator

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission

from accounts.models import User

TRAINING_MANAGER = "training_manager"
SCHOOL_EDITOR = "school_editor"
EDUCATION_REVIEWER = "education_reviewer"
REGULATOR = "regulator"
EXAMINER = "examiner"
SECOND_MARKER = "second_marker"
INVIGILATOR = "invigilator"
ADMINISTRATOR = "administrator"
AUDITOR = "auditor"

LABELS = {
    TRAINING_MANAGER: _("Training manager"),
    SCHOOL_EDITOR: _("School editor"),
    EDUCATION_REVIEWER: _("Education reviewer"),
    REGULATOR: _("Regulator"),
    EXAMINER: _("Examiner"),
    SECOND_MARKER: _("Second marker"),
    INVIGILATOR: _("Invigilator"),
    ADMINISTRATOR: _("Administrator"),
    AUDITOR: _("Auditor"),
}
ADMIN = "wagtailadmin.access_admin"
GRANTS: dict[str, tuple[str, ...]] = {
    TRAINING_MANAGER: (),
    SCHOOL_EDITOR: (ADMIN, "courses.view_package", "courses.add_package", "courses.change_package"),
    EDUCATION_REVIEWER: (ADMIN,),
    # The rules, not the register: whose certificate it is, is told only where a duty asks for it (PIPL art. 6).
    REGULATOR: (
        ADMIN,
        "exams.view_examversion",
        "certificates.view_schemeversion",
        "certificates.add_schemeversion",
        "statutes.view_article",
        # Deciding on the events that others submit; on one's own nobody decides (events/submitting.py).
        "events.view_event",
        "events.change_submission",
        # And on the covenants of associations (campaigns/covenanting.py).
        "campaigns.view_covenant",
        "campaigns.change_covenant",
        # And on the cases that organisations and editors hand in (cases/submitting.py).
        "cases.view_casestudy",
        "cases.change_casesubmission",
    ),
    EXAMINER: (
        ADMIN,
        "exams.add_item",
        "exams.change_item",
        "exams.view_item",
        # Deciding on what a colleague wrote; on one's own nobody decides (exams/proposing.py).
        "exams.change_proposal",
        "exams.view_proposal",
        "exams.add_sitting",
        "exams.change_sitting",
        "exams.view_sitting",
        "exams.view_examversion",
        "exams.add_rulesdraft",
        "exams.add_enemygroup",
        "exams.change_enemygroup",
        "exams.delete_enemygroup",
        "exams.view_enemygroup",
    ),
    SECOND_MARKER: (),
    INVIGILATOR: (),
    ADMINISTRATOR: (ADMIN,),
    # Looks at what the others did and can do nothing else: whoever runs the site does not watch over it alone.
    AUDITOR: (ADMIN, "core.view_auditentry"),
}
# What may be put into the collections of images and documents.
FILES = {SCHOOL_EDITOR: ("wagtailimages.add_image", "wagtailimages.choose_image", "wagtaildocs.add_document")}


def label(name: str) -> str:
    """What people read instead of a group's name; the name itself for a group made in the admin."""
    return str(LABELS.get(name, name))


def held(user: User) -> str:
    """A person's roles in words (prefetch `groups` for a list)."""
    return "、".join(label(group.name) for group in user.groups.all())


def lay() -> None:
    """Make every role's group and give it what the table says. Nothing is taken away: an operator may give more."""
    for name, grants in GRANTS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(grants))
    root = Collection.get_first_root_node()
    for name, grants in FILES.items() if root else ():
        for permission in _permissions(grants):
            GroupCollectionPermission.objects.get_or_create(
                group=Group.objects.get(name=name), collection=root, permission=permission
            )


def _permissions(grants: tuple[str, ...]) -> Iterator[Permission]:
    """The permissions that exist: while rooms are migrated one by one, some do not yet."""
    for grant in grants:
        app, codename = grant.split(".")
        yield from Permission.objects.filter(content_type__app_label=app, codename=codename)


def give(user: User, role: str) -> None:
    """Put a person into a role. An administrator may do everything, so that nobody is locked out of a setting."""
    user.groups.add(Group.objects.get(name=role))
    if role == ADMINISTRATOR and not user.is_superuser:
        user.is_superuser = user.is_staff = True
        user.save(update_fields=["is_superuser", "is_staff"])
