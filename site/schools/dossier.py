"""A resource as those see it who review it (审核页): its words block by block, what was changed, said and decided."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Comment, Revision

from accounts.models import User
from cms.rendering import render
from core.models import AuditEntry
from schools import permissions
from schools.commenting import FIELDS, HEAD
from schools.differing import Piece, pieces
from schools.models import Decision, DepartmentTask, ExpertInvitation, ExpertOpinion, LessonPackPage, PackFile
from schools.outlining import readable
from schools.stepping import Step, step
from schools.traits import Department

_CHOSEN = {name: f"get_{name}_display" for name in ("licence", "kind", "stage", "subject")}
# What the chronicle tells besides decisions and opinions, which stand in tables of their own.
_DEEDS: dict[str, "Promise"] = {
    "resource.submitted": pgettext_lazy("of a work", "Handed in"),
    "resource.published": _("Made public"),
    "resource.expert_invited": _("An expert was asked: %(name)s"),
    "resource.expert_link_ended": _("An expert's link was ended: %(name)s"),
    "resource.adapted": _("Begun as an adaptation"),
    "resource.imported": _("Brought in from a cartridge"),
}


@dataclass(frozen=True)
class Passage:
    """A piece one can comment on: as it was written, and as it is read (of Markdown alone; else empty)."""

    words: str
    html: str = ""


@dataclass(frozen=True)
class Block:
    """One field: its words in passages, its comments, and what was changed since the last version that was decided on."""

    field: str
    label: str
    passages: list[Passage]
    comments: list[Comment]
    changes: list[Piece]

    @property
    def is_changed(self) -> bool:
        return bool(self.changes)

    @property
    def spots(self) -> list[Passage]:
        """What a comment can be hung on: each passage; where the changes are shown instead, the field as a whole."""
        return [Passage("")] if self.is_changed or not self.passages else self.passages


@dataclass(frozen=True)
class Moment:
    """One line of the chronicle."""

    at: dt.datetime
    words: str
    who: str
    said: str = ""


class Dossier:
    """Everything of one resource for one reader. Whoever makes one has asked `permissions.may_read`."""

    def __init__(self, page: LessonPackPage, reader: User | None = None) -> None:
        self.page, self.reader = page, reader
        self.draft: LessonPackPage = page.get_latest_revision_as_object()
        self.revision: int | None = page.latest_revision_id

    @cached_property
    def files(self) -> list[PackFile]:
        """Its files, each with `is_new` where it came after the last version that was decided on."""
        rows, known = readable(self.draft.files.all()), self._digests(self.before) if self.before else None
        for one in rows:
            one.is_new = known is not None and one.sha256 not in known
        return rows

    @cached_property
    def files_gone(self) -> list[PackFile]:
        """Files of the last version that was decided on which are there no more."""
        there = self._digests(self.draft)
        return [one for one in self.before.files.all() if one.sha256 not in there] if self.before else []

    @staticmethod
    def _digests(page: LessonPackPage) -> set[str]:
        return {one.sha256 for one in page.files.all()}

    @cached_property
    def decisions(self) -> list[Decision]:
        return list(Decision.objects.filter(page=self.page.pk).select_related("by"))

    @cached_property
    def opinions(self) -> list[ExpertOpinion]:
        return list(ExpertOpinion.objects.filter(page=self.page.pk))

    @cached_property
    def invitations(self) -> list[ExpertInvitation]:
        return list(ExpertInvitation.objects.filter(page=self.page).select_related("invited_by"))

    @cached_property
    def _task(self) -> Any:
        step = self.page.current_workflow_task_state
        task = step.task.specific if step else None
        return task if isinstance(task, DepartmentTask) else None

    @property
    def department(self) -> Department | None:
        """Whose turn it is; None while it is in no review."""
        return Department(self._task.department) if self._task else None

    @cached_property
    def step(self) -> Step | None:
        """At which reading it is; None while it is in no review."""
        if self._task is None:
            return None
        state = self.page.current_workflow_state
        return step(self._task, DepartmentTask.of(state.workflow))

    @property
    def was_returned(self) -> bool:
        return bool(self.decisions) and self._task is None and self.decisions[-1].verdict == Decision.Verdict.RETURNED

    @cached_property
    def may_decide(self) -> bool:
        return self._task is not None and permissions.may_decide(self._who, self.page, self._task.department)

    @cached_property
    def may_write(self) -> bool:
        return permissions.writes(self._who, self.page)

    @cached_property
    def may_invite(self) -> bool:
        return permissions.may_invite(self._who, self.page)

    @property
    def _who(self) -> User:
        assert self.reader is not None  # noqa: S101 - asked on pages behind a sign-in alone
        return self.reader

    @cached_property
    def before(self) -> LessonPackPage | None:
        """The version that is compared with: the last one decided on, else the public one; None when it is this one."""
        decided = [one.revision for one in self.decisions if one.revision != self.revision]
        number = decided[-1] if decided else self.page.live_revision_id
        if number is None or number == self.revision:
            return None
        found = Revision.objects.filter(pk=number).first()
        return found.as_object() if found else None

    @cached_property
    def blocks(self) -> list[Block]:
        said: dict[str, list[Comment]] = {}
        rows = (
            Comment.objects.filter(page_id=self.page.pk).select_related("user", "resolved_by").prefetch_related("replies__user")
        )
        for one in rows.order_by("pk"):
            said.setdefault(one.contentpath.split(".")[0], []).append(one)
        return [block for field in FIELDS if (block := self._block(field, said.get(field, [])))]

    def _block(self, field: str, comments: list[Comment]) -> Block | None:
        words, old = _words(self.draft, field), _words(self.before, field) if self.before else None
        if not words and not comments and not old:
            return None
        changes = pieces(old, words) if old is not None and old != words else []
        if field in HEAD and not changes and not comments:
            return None
        label = str(LessonPackPage._meta.get_field(field).verbose_name)
        if field != "text":
            return Block(field, label, [Passage(words)] if words else [], comments, changes)
        return Block(field, label, [Passage(one, render(one)) for one in _passages(words)], comments, changes)

    @cached_property
    def unresolved(self) -> int:
        return sum(1 for block in self.blocks for one in block.comments if one.resolved_at is None)

    @cached_property
    def chronicle(self) -> list[Moment]:
        """What happened, the newest first."""
        return sorted([*self._decided(), *self._written(), *self._done()], key=lambda one: one.at, reverse=True)

    def _decided(self) -> Iterator[Moment]:
        for one in self.decisions:
            words = f"{one.reader}：{one.get_verdict_display()}"
            yield Moment(one.at, words, one.by.full_name, one.comment)

    def _written(self) -> Iterator[Moment]:
        for one in self.opinions:
            yield Moment(one.at, str(_("Opinion of an expert")), one.name, one.text)

    def _done(self) -> Iterator[Moment]:
        entries = AuditEntry.objects.filter(subject=f"{self.page._meta.label_lower}:{self.page.pk}", deed__in=_DEEDS)
        for one in entries.select_related("actor"):
            who = one.actor.full_name if one.actor else ""
            yield Moment(one.at, str(_DEEDS[one.deed]) % one.data, who)


def _words(page: Any, field: str) -> str:
    if field == "roles":
        return "、".join(str(one) for one in page.role_names)
    if field == "languages":
        return "、".join(str(one.label) for one in page.written_in)
    return str(getattr(page, _CHOSEN[field])() if field in _CHOSEN else getattr(page, field) or "")


def _passages(words: str) -> list[str]:
    """The paragraphs of a text, so that one can be commented on; a heading stays with what it is over.

    >>> _passages("一\\n\\n\\n## 二\\n\\n三\\n四")
    ['一', '## 二\\n\\n三\\n四']
    """
    found: list[str] = []
    over = ""
    for part in (one.strip("\n") for one in words.split("\n\n") if one.strip()):
        if part.startswith("#") and "\n" not in part:
            over += f"{part}\n\n"
        else:
            found.append(over + part)
            over = ""
    return [*found, over.strip()] if over else found
