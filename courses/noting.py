"""Notes and bookmarks of a lesson (笔记与书签): kept as they are written, never lost to a second device or a lost answer.

A page that saves names the edition it has read. Has another page changed the note meanwhile, what was written here becomes
a note of its own beside it; has the page only missed the answer to its own last save, it is the same note.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from core.dates import now
from courses import hours
from courses.activities import Activity
from courses.models import Course, Note
from courses.syllabus import SOURCE_LANGUAGE, told

# Nobody writes as many by hand; a script that does is stopped.
MOST_A_LESSON = 300


class TooMany(Exception):
    """This lesson has as many notes as one person can have."""


@dataclass(frozen=True)
class Place:
    """Where in a lesson a note stands: a section, an activity, by its anchor; without one the lesson as a whole."""

    id: str = ""
    title: str = ""


@dataclass(frozen=True)
class Draft:
    """What a page sends: the note's key, the edition it has read, and which page it is."""

    key: UUID
    edition: int
    writer: UUID
    text: str
    place: Place = Place()
    second: int | None = None


@dataclass(frozen=True)
class Kept:
    """`is_beside`: the note had been changed elsewhere, so the text became a note of its own."""

    note: Note
    is_beside: bool = False


def places(body: Iterable[Any], activities: Iterable[Activity], language: str) -> list[Place]:
    """The places of a lesson in their order: headings of its text, and its activities."""
    by_block = {block: one for one in activities for block in {one.id, *one.blocks.values()}}
    found = []
    for block in body:
        one = by_block.get(block.id)
        if one is not None:
            title = told(one.titles, language) or told(one.titles, SOURCE_LANGUAGE)
            found.append(Place(one.anchor, title[:250]))
        elif block.block_type == "heading":
            found.append(Place(f"at-{block.id}", str(block.value)[:250]))
    return found


@transaction.atomic
def keep(*, learner: User, course: Course, lesson_code: str, draft: Draft) -> Kept:
    """Keep a note as the page has it. Raises TooMany, and Note.DoesNotExist for a key that is another's."""
    hours.lock(learner)
    note = Note.objects.visible_to(learner).filter(key=draft.key, kind=Note.Kind.NOTE).first()
    if note is None:
        if Note.objects.filter(key=draft.key).exists():
            raise Note.DoesNotExist
        return Kept(_made(learner, course, lesson_code, draft, draft.key))
    if note.text == draft.text and note.part == draft.place.id and note.second == draft.second:
        return Kept(note)
    if note.edition != draft.edition and note.writer != draft.writer:
        return Kept(_made(learner, course, lesson_code, draft, uuid4()), is_beside=True)
    note.text, note.second, note.writer = draft.text, draft.second, draft.writer
    note.part, note.part_title = draft.place.id, draft.place.title
    note.edition, note.changed_at = note.edition + 1, now()
    note.save()
    return Kept(note)


def _made(learner: User, course: Course, lesson_code: str, draft: Draft, key: UUID) -> Note:
    _refuse_too_many(learner, lesson_code)
    return Note.objects.create(
        key=key,
        learner=learner,
        course=course,
        lesson_code=lesson_code,
        part=draft.place.id,
        part_title=draft.place.title,
        second=draft.second,
        text=draft.text,
        writer=draft.writer,
    )


@transaction.atomic
def bookmark(*, learner: User, course: Course, lesson_code: str, place: Place, second: int | None = None) -> Note:
    """Set a bookmark at a place; there already, it moves to this second."""
    hours.lock(learner)
    at: dict[str, Any] = {"learner": learner, "lesson_code": lesson_code, "kind": Note.Kind.BOOKMARK, "part": place.id}
    fresh = {"course": course, "part_title": place.title, "second": second, "changed_at": now()}
    if not Note.objects.visible_to(learner).filter(**at).exists():
        _refuse_too_many(learner, lesson_code)
    note, _created = Note.objects.update_or_create(**at, defaults=fresh)
    return note


def _refuse_too_many(learner: User, lesson_code: str) -> None:
    if Note.objects.visible_to(learner).filter(lesson_code=lesson_code).count() >= MOST_A_LESSON:
        raise TooMany
