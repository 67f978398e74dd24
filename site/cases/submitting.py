"""Handing in (申报), deciding (审核), taking down (撤下): a case is public when somebody besides its submitter has read it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.submissions import MOST_OPEN, Refused
from cases import news
from cases.keeping import forget_kept_pages
from cases.models import CaseStudy, CaseSubmission
from cases.permissions import telling_for
from core.audit import record
from core.codes import drawn
from core.dates import now, today
from organisations.models import Organisation


@transaction.atomic
def submit(case: CaseStudy, *, by: User, organisation: Organisation | None = None, is_named: bool = False) -> CaseSubmission:
    """Hand in a new case, or one that was returned and is mended. `is_named`: the organisation agrees that its name is shown."""
    if CaseSubmission.objects.is_full_for(by):
        raise Refused(_("%(most)s of your cases wait for a decision. Hand in more when some are decided.") % {"most": MOST_OPEN})
    is_new = case._state.adding
    if is_new:
        case.code = f"{today():%Y}-{drawn(6).lower()}"
    elif not may_change(case):
        raise Refused(_("This case is published, or waits for a decision: its words are not changed now."))
    if organisation is not None:
        case.organisation = organisation
        case.named_at, case.named_by = (now(), by) if is_named else (None, None)
    case.changed_at = now()
    case.save()
    made = CaseSubmission.objects.create(case=case, by=by)
    record("case.submitted", case, by=by, submission=made.pk, named=case.is_named)
    return made


def may_change(case: CaseStudy) -> bool:
    """Neither public nor with somebody who reads it just now."""
    kept = CaseStudy.objects.select_for_update(no_key=True).filter(pk=case.pk).values_list("published_on", flat=True)
    return list(kept) == [None] and not CaseSubmission.objects.waiting().filter(case=case).exists()


@transaction.atomic
def accept(submission: CaseSubmission, *, by: User) -> CaseSubmission:
    """Publish it."""
    decided = _decided(submission, by=by, is_accepted=True)
    case = decided.case
    case.published_on, case.changed_at = today(), now()
    # A whole save: what is saved is what the search enters.
    case.save()
    forget_kept_pages()
    return decided


@transaction.atomic
def send_back(submission: CaseSubmission, *, by: User, reason: str) -> CaseSubmission:
    """Return it with a reason; mended, it can be handed in anew."""
    return _decided(submission, by=by, is_accepted=False, reason=reason)


def _decided(submission: CaseSubmission, *, by: User, is_accepted: bool, reason: str = "") -> CaseSubmission:
    """Decided, noted and told; refused to whoever answers for the organisation whose case it is."""
    body = submission.case.organisation_id
    if body is not None and telling_for(by).filter(pk=body).exists():
        raise Refused(_("You answer for this organisation yourself: let somebody else decide."))
    decided = submission.decide(by=by, is_accepted=is_accepted, reason=reason)
    deed = "case.accepted" if is_accepted else "case.returned"
    record(deed, decided.case, by=by, submission=decided.pk, reason=decided.reason)
    news.tell_decided(decided)
    return decided


@transaction.atomic
def take_down(case: CaseStudy, *, by: User, reason: str) -> None:
    """Show it to nobody any more. It is a draft again and may be mended. Taken down twice, it is once."""
    if not reason.strip():
        raise Refused(_("Say why it is taken down: who handed it in is told."))
    if not CaseStudy.objects.filter(pk=case.pk, published_on__isnull=False).update(published_on=None, changed_at=now()):
        return
    record("case.taken_down", case, by=by, reason=reason.strip()[:300])
    if last := case.submissions.select_related("by").filter(is_accepted=True).first():
        news.tell_taken_down(case, last.by, reason=reason.strip()[:300])
    case.refresh_from_db(fields=["published_on"])
    forget_kept_pages()


@transaction.atomic
def take_name_back(case: CaseStudy, *, by: User) -> None:
    """The organisation's name is shown no more, at once; the case stays, told without it. Twice changes nothing."""
    if case.organisation_id is None or not telling_for(by).filter(pk=case.organisation_id).exists():
        raise Refused(_("Only who answers for the organisation takes its name back."))
    if CaseStudy.objects.filter(pk=case.pk).exclude(named_at=None).update(named_at=None, named_by=None, changed_at=now()):
        record("case.name_taken_back", case, by=by)
        forget_kept_pages()
    case.refresh_from_db(fields=["named_at", "named_by"])
