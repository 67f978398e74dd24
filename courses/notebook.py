"""A person's notes in one place (我的笔记): by course and lesson, searched, and taken along as Markdown or JSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import local_day, now
from courses import standing
from courses.catalogue import pages
from courses.models import CoursePage, CourseVersion, Enrolment, Note
from courses.record import Part
from courses.syllabus import told

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Entry:
    """One note, and where it was written; without an address where the lesson is in no version one can read."""

    note: Note
    lesson: str
    url: str


@dataclass(frozen=True)
class Chapter:
    """The notes of one course, lesson by lesson."""

    title: str
    code: str
    entries: list[Entry]


def find(learner: "User", words: str = "", *, bookmarks_only: bool = False) -> "QuerySet[Note]":
    """One's notes that hold all these words, in the order of courses and lessons."""
    found = Note.objects.visible_to(learner).select_related("course").order_by("course__code", "lesson_code", "made_at", "pk")
    for word in words.split()[:8]:
        found = found.filter(Q(text__icontains=word) | Q(part_title__icontains=word))
    return found.filter(kind=Note.Kind.BOOKMARK) if bookmarks_only else found


def chapters(learner: "User", notes: Iterable[Note]) -> list[Chapter]:
    """Notes under their courses. Three queries, however many they are."""
    notes = list(notes)
    if not notes:
        return []
    language = standing.content_language()
    pages_of = pages()
    lessons = _lessons(learner, {note.course_id for note in notes})
    found = []
    for course, group in groupby(notes, key=lambda note: note.course):
        page = pages_of.get(course.pk)
        entries = []
        for note in group:
            row = lessons.get((course.pk, note.lesson_code))
            title = told(row["title"], language) if row else note.lesson_code
            entries.append(Entry(note, title, address(note, page, row["slug"]) if row and page else ""))
        found.append(Chapter(page.title if page else course.code, course.code, entries))
    return found


def _lessons(learner: "User", courses: set[int]) -> dict[tuple[int, str], dict[str, Any]]:
    """The lessons of these courses in the versions this person has; of a course he left, in the newest."""
    mine = Enrolment.objects.visible_to(learner).filter(course__in=courses).select_related("version")
    versions = {one.course_id: one.version for one in mine}
    if missing := courses - versions.keys():
        versions |= {one.course_id: one for one in CourseVersion.objects.newest().filter(course__in=missing)}
    return {(course, row["code"]): row for course, version in versions.items() for row in version.lessons}


def address(note: Note, page: CoursePage, slug: str) -> str:
    """Where the note was written; a film opens at its second."""
    query = "?" + urlencode({"t": note.second}) if note.second is not None else ""
    return reverse("courses:lesson", args=[page.slug, slug]) + query + (f"#{note.part}" if note.part else "")


def as_markdown(learner: "User", found: Iterable[Chapter]) -> str:
    """All of it as a text other programs read."""
    lines = [f"# {_('My notes')}", "", f"{learner.full_name}　{local_day(now()).isoformat()}", ""]
    for chapter in found:
        lines += [f"## {chapter.title}", ""]
        for lesson, entries in groupby(chapter.entries, key=lambda entry: entry.lesson):
            lines += [f"### {lesson}", ""]
            for entry in entries:
                lines += [*_paragraph(entry), ""]
    return "\n".join(lines)


def _paragraph(entry: Entry) -> list[str]:
    note = entry.note
    where = "　".join(part for part in (note.part_title, note.moment) if part)
    kind = _("Bookmark") if note.is_bookmark else pgettext("of a learner", "Note")
    head = f"**{kind}**　{where}".rstrip("　") + f"　{local_day(note.made_at).isoformat()}"
    link = [f"<{settings.SITE_URL}{entry.url}>"] if entry.url else []
    return [head, *link, *([""] if note.text else []), *(f"> {line}" for line in note.text.splitlines())]


def as_json(learner: "User", found: Iterable[Chapter]) -> bytes:
    """The same for programs."""
    told_notes = [
        {
            "key": str(entry.note.key),
            "kind": entry.note.kind,
            "course": chapter.code,
            "lesson": entry.note.lesson_code,
            "lesson_title": entry.lesson,
            "place": entry.note.part,
            "place_title": entry.note.part_title,
            "second": entry.note.second,
            "text": entry.note.text,
            "made_at": entry.note.made_at.isoformat(timespec="seconds"),
            "changed_at": entry.note.changed_at.isoformat(timespec="seconds"),
            "url": settings.SITE_URL + entry.url if entry.url else None,
        }
        for chapter in found
        for entry in chapter.entries
    ]
    whole = {"made_at": now().isoformat(timespec="seconds"), "name": learner.full_name, "notes": told_notes}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def in_record(learner: "User") -> Part:
    """Notes among what a person takes along of his own data (1 query)."""
    rows = [
        (local_day(note.made_at), note.course.code, note.lesson_code, note.part_title, note.moment, note.text)
        for note in find(learner)
    ]
    names = ("day", "course", "lesson", "place", "time", "text")
    columns = (_("Day"), _("Course"), _("Lesson"), _("Place in the lesson"), _("Time in the film"), _("Text of the note"))
    return Part("notes", _("My notes"), names, columns, rows)
