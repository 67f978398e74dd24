"""Importing (导入): a file is looked at first, and taken into the bank whole or not at all.

Nothing goes straight to a paper: a new or changed wording or key becomes a proposal that a second person approves.
"""

import hashlib
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core.audit import record
from core.clock import now
from core.shipped import digest
from exams import illustrating
from exams.content import Content
from exams.exchange import vocabulary
from exams.exchange.drafts import Reading
from exams.exchange.formats import formats
from exams.linting import errors, lint
from exams.models import Import, Item, Proposal
from exams.planning import Plan, Row, plan
from exams.reports import as_json

_USE = ("areas", "objective", "difficulty", "source", "tags", "purpose")


class Moved(Exception):
    """The bank has changed since the report was shown; a new report is in its place."""


def upload(*, name: str, data: bytes, format: str, language: str, by: User) -> Import:
    """Keep a file and say what taking it in would do. Refused comes from a file that cannot be read."""
    planned = plan(read(format, data, language), by=by)
    made = Import(name=name[-200:], sha256=hashlib.sha256(data).hexdigest(), format=format, language=language, by=by)
    made.keep(data)
    made.counts, made.report = planned.counts, as_json(planned)
    made.save()
    return made


def read(format: str, data: bytes, language: str) -> Reading:
    """A file's items; without a language, in the one its questions are written in."""
    one = formats()[format]
    reading = one.read(data, language)
    if language or not reading.drafts:
        return reading
    found = vocabulary.likely_locale([text for draft in reading.drafts[:200] for text in list(draft.stem.values())[:1]])
    stated = {locale for draft in reading.drafts for locale in draft.stem}
    return reading if found in stated else one.read(data, found)


def commit(*, pk: Any, by: User) -> Import:
    """Take a file in as its report said. A second click finds it done.

    Raises Moved if the bank has moved on: nothing is written but the new report.
    """
    try:
        held, is_as_shown = _commit(pk, by)
    except IntegrityError:
        # Another file with the same new code was taken in at the same moment: the bank has moved on after all.
        held, is_as_shown = _commit(pk, by)
    if not is_as_shown:
        raise Moved
    return held


@transaction.atomic
def _commit(pk: Any, by: User) -> tuple[Import, bool]:
    """The import, and whether every row still meets the fate that was shown; if not, its new report is kept."""
    held = Import.objects.select_for_update().get(pk=pk)
    if held.committed_at is not None:
        return held, True
    planned = plan(read(held.format, held.content(), held.language), by=by)
    if not _as_shown(held, planned):
        held.counts, held.report = planned.counts, as_json(planned)
        held.save(update_fields=["counts", "report"])
        return held, False
    if held.may_be_committed:
        written = _write(planned, by)
        held.committed_at, held.committed_by = now(), by
        held.save(update_fields=["committed_at", "committed_by"])
        record("items.imported", held, by=by, sha256=held.sha256, format=held.format, **written)
    return held, True


def _as_shown(held: Import, planned: Plan) -> bool:
    """Whether every row would still meet the same fate."""

    def fates(report: dict[str, Any]) -> str:
        return digest([[row["code"], row["verdict"], row["what"]] for row in report["rows"]])

    return fates(held.report) == fates(as_json(planned))


def _write(planned: Plan, by: User) -> dict[str, Any]:
    """Items and proposals in bulk (six queries, however many)."""
    new = [row for row in planned.rows if row.verdict == "new"]
    changed = [row for row in planned.rows if row.verdict == "changed"]
    used = [(row, row.known.item) for row in changed if row.known and "use" in row.what]
    asked = [row for row in changed if {"wording", "key"} & set(row.what)]
    proposals = [_proposal(row, by) for row in (*new, *asked)]
    items = {row.draft.code: _item(row) for row in new}
    for proposal, row in zip(proposals, (*new, *asked), strict=True):
        if row.known is None:
            items[row.draft.code].status = Item.Status.REVIEW if proposal.proposed_at else Item.Status.DRAFT
    Item.objects.bulk_create(items.values())
    for proposal, row in zip(proposals, (*new, *asked), strict=True):
        proposal.item = row.known.item if row.known else items[row.draft.code]
    Proposal.objects.bulk_create(proposals)
    for row, item in used:
        for name in _USE:
            setattr(item, name, _stored(row, name))
    Item.objects.bulk_update([item for _row, item in used], _USE)
    Item.objects.filter(pk__in=[p.item_id for p in proposals if p.proposed_at], status=Item.Status.DRAFT).update(
        status=Item.Status.REVIEW
    )
    return {
        "new": [row.draft.code for row in new],
        "changed": [row.draft.code for row in changed],
        "kept_as_drafts": [p.item.code for p in proposals if not p.proposed_at],
    }


def _item(row: Row) -> Item:
    use = {name: _stored(row, name) for name in _USE}
    return Item(code=row.draft.code, kind=row.draft.kind, cleared=False, **use)


def _stored(row: Row, name: str) -> Any:
    value = getattr(row.draft, name)
    return list(value) if name == "tags" else dict(value) if name == "areas" else value


def _proposal(row: Row, by: User) -> Proposal:
    """Handed in for review at once, unless the linter finds faults: then it waits as a draft of its author."""
    draft = row.draft
    body = draft.body()
    if row.known and row.known.version:
        # A picture has no place in a table: the bank's own stays with the wording.
        for locale, words in body.items():
            if picture := row.known.version.body.get(locale, {}).get("picture"):
                words["picture"] = picture
    illustrating.illustrate(body, draft.picture, by=by)
    content = Content(
        draft.kind, body, draft.marks, draft.rule, dict(draft.key), [dict(part) for part in draft.rubric], dict(draft.explanation)
    )
    found = lint(content, source=draft.source)
    return Proposal(
        based_on=row.known.version if row.known else None,
        based_on_key=row.known.key if row.known else None,
        body=content.body,
        max_marks=content.marks,
        rule=content.rule,
        data=content.key,
        rubric=content.rubric,
        explanation=content.explanation,
        reason="import",
        author=by,
        proposed_at=None if errors(found) else now(),
        findings=[finding.as_json() for finding in found],
    )
