"""Ruling (修订规则): the next version of an exam's rules is drafted, looked over, published; from then on nobody changes it.

Sittings already set keep the version they were set with. New ones take the newest.
"""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from core.audit import record
from core.clock import now
from exams import papers, sittings
from exams.judging_rules import Finding, judge
from exams.models import BlueprintRow, Exam, ExamVersion, RulesDraft, Sitting
from exams.models.rules import COPIED


class Unfit(Exception):
    """The draft cannot be published; `findings` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.sentence for finding in findings))


@transaction.atomic
def draft(*, exam: Exam, by: User) -> RulesDraft:
    """The draft of this exam's next version: the one being written, or a copy of the newest rules."""
    Exam.objects.select_for_update(no_key=True).get(pk=exam.pk)
    standing = RulesDraft.objects.filter(exam=exam).first()
    newest = exam.newest()
    if standing or newest is None:
        return standing or RulesDraft.objects.create(exam=exam, duration_s=3600, cut_score=0, made_by=by)
    made = RulesDraft.objects.create(
        exam=exam,
        based_on=newest,
        cells=[RulesDraft.as_cell(row) for row in newest.blueprint_rows()],
        made_by=by,
        **{name: getattr(newest, name) for name in COPIED},
    )
    record("rules.drafted", made, by=by, exam=exam.code, based_on=newest.number)
    return made


@transaction.atomic
def discard(*, draft: RulesDraft, by: User) -> None:
    """Throw a draft away."""
    record("rules.discarded", draft, by=by, exam=draft.exam.code)
    draft.delete()


@transaction.atomic
def publish(*, draft: RulesDraft, by: User, move_standing: bool = False) -> ExamVersion:
    """Make the draft the version that holds for every sitting set from now on. Raises Unfit.

    `move_standing` closes the walk-in sitting that is always open and opens one under the new rules; whoever is
    writing goes on under the old.
    """
    exam = Exam.objects.select_for_update(no_key=True).get(pk=draft.exam_id)
    draft = RulesDraft.objects.select_for_update().get(pk=draft.pk)
    if errors := [finding for finding in judge(draft, exam) if finding.is_error]:
        raise Unfit(errors)
    newest, rows = exam.newest(), draft.blueprint_rows()
    version = ExamVersion(
        exam=exam,
        number=newest.number + 1 if newest else 1,
        published_at=now(),
        **{name: getattr(draft, name) for name in COPIED},
    )
    version.content_sha256 = papers.rules_digest(version, rows)
    version.save()
    for row in rows:
        row.exam_version = version
    BlueprintRow.objects.bulk_create(rows)
    record("rules.published", version, by=by, exam=exam.code, number=version.number, sha256=version.content_sha256)
    draft.delete()
    if move_standing and Sitting.objects.standing().open().filter(exam_version__exam=exam).exists():
        sittings.open_standing(version, at=now())
    return version
