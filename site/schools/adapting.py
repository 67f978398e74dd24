"""Adapting a resource (改编): a draft of one's own school that begins with its words and files, and names it for good."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from schools import permissions
from schools.describing import citation
from schools.models import LessonPackPage, PackFile, SchoolPage
from schools.traits import may_be_adapted

_WORDS = (
    "kind",
    "stage",
    "grades",
    "subject",
    "links",
    "minutes",
    "licence",
    "roles",
    "industry",
    "languages",
    "keywords",
    "objectives",
    "materials",
    "cost",
)
_FILE = ("kind", "title", "key", "name", "mime", "sha256", "size", "sort_order")


@transaction.atomic
def adapt(original: LessonPackPage, *, school: SchoolPage, by: User) -> LessonPackPage:
    """A draft below the school. Raises PermissionDenied for who does not teach there, ValidationError by the licence."""
    if not original.live or not permissions.schools_of(by).filter(pk=school.pk).exists():
        raise PermissionDenied(_("Only a teacher of this school writes for it."))
    if not may_be_adapted(original.licence):
        raise ValidationError(
            _("Its licence allows the use in class, and no adaptation. Ask %(name)s.") % {"name": original.holder}
        )
    page = LessonPackPage(
        title=original.title,
        slug=f"{original.slug[:40]}-{uuid4().hex[:6]}",
        live=False,
        owner=by,
        locale=school.locale,
        summary=original.summary,
        safety=original.safety,
        text=original.text,
        cites=original.cites,
        source=f"{original.holder}：{original.title}"[:200],
        based_on=original,
        based_licence=original.licence,
        attribution=attribution(original),
        **{name: getattr(original, name) for name in _WORDS},
    )
    page.html = original.html
    page.files.set([PackFile(**{name: getattr(file, name) for name in _FILE}) for file in original.files.all()])
    school.add_child(instance=page)
    page.save_revision(user=by)
    record("resource.adapted", page, by=by, original=original.pk)
    return page


def attribution(original: LessonPackPage) -> str:
    """Who made what it rests on, under which licence and where it stands; with that one's own, where it has one."""
    told = _("Adapted from: %(citation)s Licence: %(licence)s.") % {
        "citation": citation(original),
        "licence": original.get_licence_display(),
    }
    if original.licence_address:
        told += f" {original.licence_address}"
    return "\n".join(filter(None, [told, original.attribution]))
