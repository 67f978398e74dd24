"""Reopening (重新审核): an appeal against a refusal was upheld, so others look at the application anew.

What was decided stays as it was decided. The matter goes on in an application of its own, with the same version, pass and files,
which names the refusal it goes on from; the database lets there be one. Where the applicant has begun another meanwhile, it
goes on in that one; who holds the certificate by now needs no new look. The rules: docs/algorithms/applications.md.
"""

from uuid import UUID

from django.db import IntegrityError, transaction

from certificates import impartiality, posting
from certificates.applying import Kind, State, add_step, lock
from certificates.models import Application, Certificate, Evidence
from core.audit import record
from core.dates import now
from exams.cases import end_of_working_day
from exams.models import Case

_UPHELD = (Case.Decision.UPHELD, Case.Decision.PARTLY)


def reopen(case: Case) -> Application | None:
    """What the refused application goes on in; None where there is nothing to look at anew. Asked again, the same."""
    room, _dot, key = case.subject_ref.partition(":")
    if room != impartiality.SUBJECT or case.kind != Case.Kind.APPEAL or case.decision not in _UPHELD:
        return None
    with transaction.atomic():
        refused = lock(UUID(key))
        if made := refused.goes_on_in():
            return made
        held = Certificate.objects.live().held_by(refused.holder).filter(scheme=refused.scheme)
        if refused.state != State.REFUSED or held.exists():
            return None
        goes_on = _another(refused) or _anew(refused, case)
        record("application.reopened", goes_on, by=case.decided_by, refused=str(refused.pk))
        posting.write_of(goes_on, posting.News.REOPENED, occasion=case.pk)
    return goes_on


def _another(refused: Application) -> Application | None:
    """The one its applicant has begun since."""
    under_way = Application.objects.held_by(refused.holder).filter(scheme=refused.scheme).open().first()
    if under_way is None:
        return None
    another = lock(under_way)
    another.reopens = refused
    another.save(update_fields=["reopens"])
    return another


def _anew(refused: Application, case: Case) -> Application:
    at = now()
    kept = {
        name: getattr(refused, name) for name in ("holder", "scheme", "scheme_version", "route", "entry", "statement", "result")
    }
    due = end_of_working_day(at, refused.scheme_version.demands.decision_days)
    try:
        with transaction.atomic():
            made = Application.objects.create(reopens=refused, state=State.SUBMITTED, submitted_at=at, due_at=due, **kept)
    except IntegrityError:  # begun in this very moment
        another = _another(refused)
        assert another is not None  # noqa: S101 - the index has just told of it
        return another
    names = ("code", "name", "media_type", "key", "sha256", "size", "by", "at")
    files = [{name: getattr(file, name) for name in names} for file in refused.evidence.standing().select_related("by")]
    Evidence.objects.bulk_create([Evidence(application=made, kept_at=at, **file) for file in files])
    assert case.decided_by is not None  # noqa: S101 - a decided case has somebody who decided it
    add_step(made, Kind.REOPENED, case.decided_by)
    return made
