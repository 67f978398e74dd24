"""Proposing (送审) and reviewing (复核): how a new wording or key reaches the bank through two people.

An author writes and hands in; somebody else approves or sends back. Only approval publishes: the next ItemVersion if the
wording is new, the next AnswerKey revision if the key is. docs/algorithms/bank.md.
"""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import resembling
from exams.content import Content
from exams.linting import Finding, errors, lint
from exams.models import AnswerKey, Item, ItemVersion, Proposal

_MOST_COPIES = 5


class NotPossible(Exception):
    """The deed is refused; the message says why and what to do, in the reader's language."""


class Faulty(NotPossible):
    """The linter found errors; they are in `findings`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(_("The item has faults that must be mended first."))
        self.findings = findings


@transaction.atomic
def write(*, item: Item, content: Content, by: User, reason: str = "") -> Proposal:
    """Keep what `by` would have the item say. The draft is theirs alone until it is handed in or given up."""
    Item.objects.select_for_update().get(pk=item.pk)
    draft = item.proposals.undecided().first()
    if draft is None:
        version = item.version_in_use()
        draft = Proposal(item=item, author=by, based_on=version, based_on_key=version.keys.first() if version else None)
    elif draft.proposed_at is not None:
        raise NotPossible(_("This item is under review. Withdraw the proposal, or wait for the decision, then edit it."))
    elif draft.author_id != by.pk:
        raise NotPossible(_("%(name)s is working on this item. Ask for it to be handed in or given up.") % {"name": draft.author})
    draft.body, draft.max_marks = dict(content.body), content.marks
    draft.rule, draft.data, draft.rubric = content.rule, dict(content.key), list(content.rubric)
    draft.explanation, draft.reason, draft.written_at = dict(content.explanation or {}), reason, now()
    draft.save()
    return draft


@transaction.atomic
def propose(*, proposal: Proposal, by: User) -> Proposal:
    """Hand a draft in for review. Errors refuse; warnings go with it."""
    proposal = _locked(proposal)
    if proposal.proposed_at is not None:
        return proposal
    if proposal.author_id != by.pk:
        raise NotPossible(_("Only its author hands a draft in."))
    _refuse_errors(found := findings(proposal))
    proposal.findings, proposal.proposed_at = [finding.as_json() for finding in found], now()
    proposal.save(update_fields=["findings", "proposed_at"])
    _move(proposal.item, Item.Status.DRAFT, Item.Status.REVIEW)
    record("item.proposed", proposal.item, by=by, proposal=proposal.pk)
    return proposal


def findings(proposal: Proposal) -> list[Finding]:
    """What the linter says of it, and which items are nearly the same."""
    near = resembling.alike(proposal.body, but=proposal.item)
    copies = [Finding("warning", "near_duplicate", one.code, str(one.percent)) for one in near[:_MOST_COPIES]]
    return [*lint(proposal.content, source=proposal.item.source), *copies]


@transaction.atomic
def approve(*, proposal: Proposal, by: User, clears: bool, comment: str = "") -> ItemVersion:
    """Publish what another wrote. `clears`: facts and source were checked, so that it may be drawn into papers."""
    proposal = _to_be_decided(proposal, by)
    item = proposal.item
    if proposal.based_on != (current := item.version_in_use()) or proposal.based_on_key != (current and current.keys.first()):
        raise NotPossible(_("The item has changed since this was written. Send it back, so that it is compared anew."))
    _refuse_errors(lint(proposal.content, source=item.source))
    version = _version(item, proposal.content)
    key = _key(version, proposal)
    item.current_number, item.cleared = version.number, clears
    if item.status in (Item.Status.DRAFT, Item.Status.REVIEW):
        item.status = Item.Status.ACTIVE
    item.save(update_fields=["current_number", "cleared", "status"])
    _decide(proposal, Proposal.Verdict.APPROVED, by, comment, version=version, key=key)
    record("item.approved", item, by=by, proposal=proposal.pk, version=version.number, key=key.revision, cleared=clears)
    return version


@transaction.atomic
def send_back(*, proposal: Proposal, by: User, comment: str) -> Proposal:
    """Give a proposal back to its author with reasons. It stays as it is; the author begins from a copy."""
    proposal = _to_be_decided(proposal, by)
    if not comment.strip():
        raise NotPossible(_("Say what has to be changed."))
    return _return(proposal, Proposal.Verdict.SENT_BACK, by, comment.strip())


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User) -> Proposal:
    """Take back what one handed in oneself, before anyone decided on it."""
    proposal = _locked(proposal)
    _refuse_decided(proposal)
    if proposal.author_id != by.pk:
        raise NotPossible(_("Only its author withdraws a proposal; a reviewer sends it back."))
    return _return(proposal, Proposal.Verdict.WITHDRAWN, by, "")


@transaction.atomic
def give_up(*, proposal: Proposal, by: User) -> None:
    """Throw away a draft that was never handed in: one's own, or, as an administrator, one that nobody comes back to."""
    proposal = _locked(proposal)
    if proposal.proposed_at is not None:
        raise NotPossible(_("It has been handed in already; nothing that was handed in is thrown away."))
    if proposal.author_id != by.pk and not by.is_superuser:
        raise NotPossible(_("Only its author, or an administrator, throws a draft away."))
    record("item.draft_given_up", proposal.item, by=by, author=proposal.author_id)
    proposal.delete()


@transaction.atomic
def clear(*, item: Item, cleared: bool, by: User) -> None:
    """Say that facts and source were checked, or no longer hold. Whoever wrote the wording in use cannot say so."""
    item = Item.objects.select_for_update().get(pk=item.pk)
    if item.cleared == cleared:
        return
    if cleared and Proposal.objects.filter(version__item=item, version__number=item.current_number, author=by).exists():
        raise NotPossible(_("You wrote the wording in use. Ask a colleague to check and clear it."))
    item.cleared = cleared
    item.save(update_fields=["cleared"])
    record("item.cleared" if cleared else "item.withheld", item, by=by, version=item.current_number)


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, with its item's row locked: two reviewers decide one after the other."""
    Item.objects.select_for_update().get(pk=proposal.item_id)
    return Proposal.objects.told().get(pk=proposal.pk)


def _refuse_decided(proposal: Proposal) -> None:
    if proposal.proposed_at is None:
        raise NotPossible(_("It has not been handed in yet."))
    if proposal.decided_at is not None:
        raise NotPossible(
            _("%(name)s has decided on it already: %(verdict)s.")
            % {"name": proposal.decided_by, "verdict": Proposal.Verdict(proposal.verdict).label}
        )


def _to_be_decided(proposal: Proposal, by: User) -> Proposal:
    proposal = _locked(proposal)
    _refuse_decided(proposal)
    if proposal.author_id == by.pk:
        raise NotPossible(_("Nobody approves or sends back what he wrote himself: ask a colleague."))
    return proposal


def _refuse_errors(found: list[Finding]) -> None:
    if errors(found):
        raise Faulty(found)


def _return(proposal: Proposal, verdict: Proposal.Verdict, by: User, comment: str) -> Proposal:
    _decide(proposal, verdict, by, comment)
    _move(proposal.item, Item.Status.REVIEW, Item.Status.DRAFT)
    record(f"item.{verdict.value}", proposal.item, by=by, proposal=proposal.pk)
    return proposal


def _decide(proposal: Proposal, verdict: Proposal.Verdict, by: User, comment: str, **published: Any) -> None:
    proposal.verdict, proposal.decided_by, proposal.decided_at, proposal.comment = verdict, by, now(), comment
    for name, value in published.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["verdict", "decided_by", "decided_at", "comment", *published])


def _move(item: Item, before: Item.Status, after: Item.Status) -> None:
    """A new item goes from draft to review and back; one in use stays in use while its correction is looked at."""
    Item.objects.filter(pk=item.pk, status=before).update(status=after)


def _version(item: Item, content: Content) -> ItemVersion:
    """The version with this wording: an earlier one if there is one, else the next."""
    known = item.versions.filter(content_sha256=content.wording_sha256).first()
    if known:
        return known
    newest = item.versions.aggregate(newest=Max("number"))["newest"] or 0
    return ItemVersion.objects.create(
        item=item, number=newest + 1, body=content.body, max_marks=content.marks, content_sha256=content.wording_sha256
    )


def _key(version: ItemVersion, proposal: Proposal) -> AnswerKey:
    """The key of this wording: the newest if it says the same, else the next revision."""
    newest = version.keys.first()
    if newest and newest.content().key_parts == proposal.content.key_parts:
        return newest
    return AnswerKey.objects.create(
        item_version=version,
        revision=newest.revision + 1 if newest else 1,
        rule=proposal.rule,
        data=proposal.data,
        rubric=proposal.rubric,
        explanation=proposal.explanation,
        reason=proposal.reason,
    )
