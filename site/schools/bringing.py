"""Cartridges in and out (导出与导入课程包): a public resource as Common Cartridge 1.3; one that comes in becomes a draft."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cms.rendering import render
from core.archives import Refusal
from core.audit import record
from core.handed_in import BadFile, HandedIn, read
from core.keeping import kept
from organisations.models import Industry
from schools import permissions
from schools.cartridge import reading, writing
from schools.cartridge.shape import WORDS, Enclosed, Lesson
from schools.clearing import admit, cleared
from schools.completing import whole
from schools.files import store
from schools.models import LessonPackPage, PackFile, SchoolPage
from schools.neutralising import neutral
from schools.packing import zipped
from schools.traits import SPELT, Kind, Language, Licence, Role, Stage, Subject, language_of

_CODES = ("roles", "industry", "languages", "valid_until")
_SHORT = {"licence": Licence, "kind": Kind, "stage": Stage, "subject": Subject}


@dataclass(frozen=True)
class Brought:
    """A new draft, and what the cartridge held that a lesson has no place for."""

    page: LessonPackPage
    left_out: tuple[str, ...]


def cartridge(page: LessonPackPage) -> Iterator[bytes]:
    """The archive in pieces. The same page gives the same bytes."""
    files = cleared(page.files.all())
    contents = (kept(file.key, file.sha256) for file in files)
    lesson, body = _told(page, files), render(whole(page))
    return zipped(writing.entries(lesson, body, f"haizhun-{page.key}", contents), page.approved_on)


def _told(page: LessonPackPage, files: list[PackFile]) -> Lesson:
    """A page as plain words, its files by their names alone."""
    words = {name: str(getattr(page, name)) for name in WORDS if name not in _CODES} | {"rights_holder": page.holder}
    words |= {"roles": ",".join(page.roles), "industry": page.industry_code, "languages": ",".join(page.languages)}
    words["valid_until"] = page.valid_until.isoformat() if page.valid_until else ""
    enclosed = tuple(Enclosed(file.name, file.title, file.kind, b"") for file in files)
    return Lesson(words, page.minutes, SPELT[page.locale.language_code], enclosed)


def bring(file: IO[bytes], *, size: int, school: SchoolPage, by: User) -> Brought:
    """A draft of the school. Raises PermissionDenied, ValidationError with words for the reader; then nothing is kept."""
    if not permissions.schools_of(by).filter(pk=school.pk).exists():
        raise PermissionDenied(_("Only a teacher of this school writes for it."))
    try:
        told = reading.read(file, size)
        taken = [(one, _taken(one)) for one in told.files]
    except Refusal as refusal:
        raise ValidationError(str(_REFUSALS.get(refusal.code, _REFUSALS["broken-archive"])) % refusal.facts) from refusal
    with transaction.atomic():
        page = _draft(told, school, by)
        page.files.set([_row(one, content, place) for place, (one, content) in enumerate(taken)])
        school.add_child(instance=page)
        page.save_revision(user=by)
        record("resource.imported", page, by=by, files=len(taken))
    return Brought(page, told.left_out)


def _draft(told: Lesson, school: SchoolPage, by: User) -> LessonPackPage:
    words: dict[str, Any] = dict(told.words)
    for name, choices in _SHORT.items():
        if words[name] not in choices.values:
            words[name] = _default(name, school)
    words["roles"] = [role for role in Role.values if role in words["roles"].split(",")]
    # Where it says nothing else, it is in the language of the page it came from.
    languages = [language_of(tag) for tag in (words["languages"] or told.language).split(",")]
    words["languages"] = [one for one in Language.values if one in languages]
    words["valid_until"] = _day(words["valid_until"])
    # One that is not on this house's list is left out: nobody here could find it by that.
    words["industry"] = Industry.objects.filter(code=words["industry"]).first()
    slug = f"{slugify(words['title'])[:40] or 'lesson'}-{uuid4().hex[:6]}"
    page = LessonPackPage(slug=slug, live=False, owner=by, locale=school.locale, **words)
    page.minutes = told.minutes or LessonPackPage._meta.get_field("minutes").default
    page.clean()
    page.clean_fields(exclude=["path", "depth", "content_type", "translation_key"])
    return page


def _default(name: str, school: SchoolPage) -> str:
    """For what a cartridge of elsewhere does not say: the least that is allowed, and what the school is."""
    return {"licence": Licence.SCHOOL, "kind": Kind.PLAN, "stage": school.stage, "subject": Subject.OTHER}[name]


def _day(told: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        return None


def _taken(one: Enclosed) -> HandedIn:
    """A file as it may be kept. One that lies here already is left as it is: drawn anew it would no longer be the same."""
    try:
        taken = read(BytesIO(one.content), name=one.name, size=len(one.content), takes_office=True)
        if not PackFile.objects.filter(sha256=taken.sha256).exists():
            taken = neutral(taken)
        admit(taken)
    except BadFile as fault:
        raise ValidationError(_("%(name)s: %(reason)s") % {"name": one.name[:80], "reason": fault}) from fault
    return taken


def _row(one: Enclosed, taken: HandedIn, place: int) -> PackFile:
    kind = one.kind if one.kind in Kind.values else Kind.SHEET
    row = PackFile(kind=kind, title=one.title[:80], sort_order=place)
    store(row, taken)
    return row


_REFUSALS: dict[str, "Promise"] = {
    "broken-archive": gettext_lazy("This file is damaged, or no cartridge. Export it anew and choose it again."),
    "too-large": gettext_lazy("At most %(megabytes)s MB are taken."),
    "no-manifest": gettext_lazy("This archive has no imsmanifest.xml at its top, so it is no Common Cartridge."),
    "manifest-broken": gettext_lazy("Its imsmanifest.xml cannot be read. Export it anew and choose it again."),
    "manifest-entities": gettext_lazy("Its imsmanifest.xml declares entities, which no platform writes. It is not taken."),
    "description-broken": gettext_lazy("Its description is damaged. Export it anew and choose it again."),
    "description-too-long": gettext_lazy("A description in it is longer than any lesson (%(name)s)."),
    "too-many-files": gettext_lazy("A lesson has at most %(most)s files."),
    "too-many-entries": gettext_lazy("This archive holds %(entries)s files; at most %(most)s are taken."),
    "bomb": gettext_lazy("This archive unpacks to far more than it should. It is not taken."),
    "locked-archive": gettext_lazy("This archive is locked with a password. Save it without one and choose it again."),
    "stray-name": gettext_lazy("A file of this archive has a name that leads out of it (%(name)s). It is not taken."),
    "nested-archive": gettext_lazy("This archive holds another archive (%(name)s). Take it out and choose it again."),
    "missing-entry": gettext_lazy("This archive names a file that is not in it (%(name)s). Export it anew."),
}
