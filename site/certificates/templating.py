"""Templating (修订版式): a scheme's next form is written by some and published by another; then nobody changes it.

What was drawn stays as it was drawn: each document remembers its template, and a further language goes by the same one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from accounts.models import User
from certificates import drafts, marks
from certificates.drafts import OwnWork, discard, write
from certificates.models import Scheme, Template, TemplateDraft, TemplateMark
from certificates.models.templates import TEMPLATE_TERMS
from certificates.template_linting import Finding, findings
from core.audit import record
from core.keeping import keep

__all__ = ["OwnWork", "Unchanged", "Unfit", "discard", "draft", "publish", "take_mark", "write"]


@dataclass(frozen=True)
class Unfit(Exception):
    """The template cannot be published; `found` says why."""

    found: Sequence[Finding]


class Unchanged(Exception):
    """It looks and says the same as the one in force."""


def draft(*, scheme: Scheme, by: User) -> TemplateDraft:
    """The draft of this scheme's next template: the one being written, or a copy of the one in force."""

    def copy() -> dict[str, Any]:
        newest = Template.objects.in_force(scheme.pk)
        return {"based_on": newest, **({name: getattr(newest, name) for name in TEMPLATE_TERMS} if newest else {})}

    return drafts.begin(TemplateDraft, scheme=scheme, by=by, copy=copy)


def publish(*, draft: TemplateDraft, by: User) -> Template:
    """Make the draft the form of every certificate issued from now on. Raises OwnWork, Unfit, Unchanged."""
    return drafts.publish(draft, by=by, make=_make)


def _make(draft: TemplateDraft, by: User, writers: list[int]) -> Template:
    if found := findings(draft, draft.scheme):
        raise Unfit(found)
    terms = {name: getattr(draft, name) for name in TEMPLATE_TERMS}
    newest = Template.objects.in_force(draft.scheme_id)
    if newest is not None and all(getattr(newest, name) == value for name, value in terms.items()):
        raise Unchanged(newest.number)
    number = newest.number + 1 if newest else 1
    return Template.objects.create(scheme=draft.scheme, number=number, published_by=by, written_by=writers, **terms)


def take_mark(content: bytes, *, name: str, by: User) -> TemplateMark:
    """Keep an operator's mark as it was cleaned; the same one under the same name is kept once. Raises BadMark."""
    mark = marks.read(content)
    digest = sha256(mark.content).hexdigest()
    standing = TemplateMark.objects.filter(sha256=digest, name=name).first()
    if standing is not None:
        return standing
    key = keep(f"marks/{digest}.{mark.ending}", mark.content)
    made = TemplateMark.objects.create(name=name, media_type=mark.media_type, key=key, sha256=digest, by=by)
    record("template.mark_kept", made, by=by, name=name, sha256=digest)
    return made
