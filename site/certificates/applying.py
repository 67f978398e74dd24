"""Applying (申请): the applicant's deeds. A draft is kept for as long as it takes; submitted, it is judged as it stands.

Each deed holds the lock on the application's row; what was submitted leaves a step, an audit line and a letter in one
transaction. The rules: docs/algorithms/applications.md.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates import evidence, impartiality, posting, prerequisites
from certificates.enclosing import MOST
from certificates.measures import Rules
from certificates.models import Application, ApplicationStep, Evidence, Scheme, SchemeVersion
from certificates.requirements import unshown
from core.audit import record
from core.dates import now, today
from exams import cases
from exams.cases import end_of_working_day
from exams.models import Case

if TYPE_CHECKING:
    from accounts.models import User

State, Kind, News = Application.State, ApplicationStep.Kind, posting.News


class NotOpen(Exception):
    """The application was submitted, decided or taken back meanwhile, or no version asks for one."""


@dataclass(frozen=True)
class Incomplete(Exception):
    """What keeps it from being submitted: `codes` of requirements without a file, and `faults` in words."""

    codes: Sequence[str]
    faults: Sequence[str]


@dataclass(frozen=True)
class Written:
    """What the applicant filled in. `files`: the code of a requirement -> what was added to it."""

    entry: int | None
    statement: str
    files: Mapping[str, Sequence[evidence.Evidence]]


def version_for(scheme: Scheme, standing: Application | None = None) -> SchemeVersion | None:
    """The version one is judged by: that of the day of the first submission, before that the one in force."""
    if standing is not None and standing.submitted_at is not None:
        return standing.scheme_version
    version = scheme.versions.in_force(today()).select_related("scheme").first()
    return version if version is not None and version.demands.is_decided else None


def write(*, holder: "User", scheme: Scheme, written: Written) -> Application:
    """Keep what was filled in; the first time this begins the draft. Sent twice, a file is kept once."""
    with transaction.atomic():
        application = _draft(holder, scheme)
        application.entry, application.statement, application.written_at = written.entry, written.statement, now()
        application.save(update_fields=["entry", "statement", "written_at", "scheme_version", "route"])
        for requirement in application.requirements:
            _add(application, requirement.code, written.files.get(requirement.code, ()))
    return application


def _draft(holder: "User", scheme: Scheme) -> Application:
    """The application this person may write in, locked, following the version in force until it is submitted."""
    standing = Application.objects.held_by(holder).filter(scheme=scheme).open().first()
    version = version_for(scheme, standing)
    if version is None:
        raise NotOpen(scheme.code)
    if standing is None:
        standing = _begin(holder, scheme, version)
    locked = lock(standing)
    if not locked.is_writable:
        raise NotOpen(locked.pk)
    locked.scheme_version, locked.route = version, prerequisites.of(holder, version).route
    return locked


def _begin(holder: "User", scheme: Scheme, version: SchemeVersion) -> Application:
    try:
        with transaction.atomic():
            made = Application.objects.create(holder=holder, scheme=scheme, scheme_version=version)
            record("application.begun", made, by=holder, scheme=scheme.code)
            return made
    except IntegrityError:  # the other of two clicks began it
        return Application.objects.held_by(holder).filter(scheme=scheme).open().get()


def _add(application: Application, code: str, files: Sequence[evidence.Evidence]) -> None:
    standing = set(application.evidence.standing().filter(code=code).values_list("sha256", flat=True))
    for file in files:
        if file.sha256 in standing:
            continue
        if len(standing) >= MOST:
            raise evidence.BadEvidence(
                _("At most %(most)s files for one requirement; put the rest into one PDF.") % {"most": MOST}
            )
        pk = uuid4()
        told = {"name": file.name, "media_type": file.mime, "sha256": file.sha256, "size": len(file.content)}
        Evidence.objects.create(pk=pk, application=application, code=code, key=file.keep(pk), by=application.holder, **told)
        standing.add(file.sha256)


def remove(*, file: Evidence, by: "User") -> Application:
    """Take a file out. Never submitted, it is thrown away; submitted before, it stays in the record."""
    with transaction.atomic():
        application = lock(file.application)
        if application.holder_id != by.pk or not application.is_writable:
            raise NotOpen(application.pk)
        if file.kept_at is None:
            _throw_away([file])
        else:
            Evidence.objects.filter(pk=file.pk, removed_at=None).update(removed_at=now())
    return application


def _throw_away(files: Sequence[Evidence]) -> None:
    """Row and bytes; the bytes once the row is surely gone."""
    keys = [file.key for file in files]
    Evidence.objects.filter(pk__in=[file.pk for file in files]).delete()

    def clear() -> None:
        for key in keys:
            storages["artefacts"].delete(key)

    transaction.on_commit(clear)


def lacks(application: Application, record_of: prerequisites.Record) -> Incomplete | None:
    """What is still missing; None when it may be submitted (one query)."""
    shown = application.evidence.standing().values_list("code", flat=True)
    codes = unshown(application.requirements, shown)
    faults = [condition.sentence for condition in record_of.conditions if not condition.met]
    entries = application.scheme_version.demands.entry
    if entries and (application.entry is None or application.entry >= len(entries)):
        faults.append(_("Say which of the entry requirements you meet."))
    return Incomplete(codes, faults) if codes or faults else None


def submit(*, application: Application, by: "User", pledges: int) -> Application:
    """Hand it in; handed in already, as it is. `pledges`: how many of the version's were made. Raises Incomplete, NotOpen."""
    with transaction.atomic():
        locked, at = lock(application), now()
        if locked.holder_id != by.pk:
            raise NotOpen(locked.pk)
        if locked.state == State.SUBMITTED:
            return locked
        if not locked.is_writable:
            raise NotOpen(locked.pk)
        version = version_for(locked.scheme, locked)
        if version is None:
            raise NotOpen(locked.pk)
        known = prerequisites.of(by, version)
        locked.scheme_version, locked.route, locked.result = version, known.route, known.result
        if missing := lacks(locked, known):
            raise missing
        if pledges < len(version.demands.pledges):
            raise Incomplete([], [_("Tick every pledge: without them an application cannot be submitted.")])
        locked.state, locked.submitted_at = State.SUBMITTED, at
        locked.due_at = end_of_working_day(at, version.demands.decision_days)
        locked.save()
        locked.evidence.standing().filter(kept_at=None).update(kept_at=at)
        told = {"scheme": locked.scheme.code, "version": version.number, "route": locked.route}
        step = add_step(locked, Kind.SUBMITTED, by, locked.statement)
        record("application.submitted", locked, by=by, **told)
        posting.write_of(locked, News.APPLIED, occasion=step.number)
    return locked


def withdraw(*, application: Application, by: "User") -> Application | None:
    """Take it back. A draft that was never submitted is thrown away whole: None."""
    with transaction.atomic():
        locked = lock(application)
        if locked.holder_id != by.pk or not locked.is_open:
            raise NotOpen(locked.pk)
        record("application.withdrawn", locked, by=by, state=locked.state)
        if locked.state == State.DRAFT:
            _throw_away(list(locked.evidence.all()))
            locked.delete()
            return None
        locked.state, locked.due_at = State.WITHDRAWN, None
        locked.save(update_fields=["state", "due_at"])
        add_step(locked, Kind.WITHDRAWN, by)
    return locked


def appeal_until(application: Application) -> dt.datetime | None:
    """The last moment for an appeal against a refusal."""
    if application.state != State.REFUSED or application.decided_at is None:
        return None
    return end_of_working_day(application.decided_at, Rules.of(application.scheme_version.requirements).appeal_days)


def appealed(application: Application) -> Case | None:
    """The appeal against the refusal, if one was made (one query)."""
    return Case.objects.filter(kind=Case.Kind.APPEAL, subject_ref=_reference(application)).order_by("-opened_at").first()


def appeal(*, application: Application, by: "User", text: str) -> Case:
    """Ask people who had no part in the refusal to look at it; asked again, the appeal there is. Raises NotOpen."""
    with transaction.atomic():
        locked = lock(application)
        if made := appealed(locked):
            return made
        until = appeal_until(locked)
        if locked.holder_id != by.pk or until is None or now() > until:
            raise NotOpen(locked.pk)
        return cases.open_case(kind=Case.Kind.APPEAL, by=by, text=text, subject_ref=_reference(locked))


def _reference(application: Application) -> str:
    return f"{impartiality.SUBJECT}:{application.pk}"


def lock(application: Application | UUID) -> Application:
    """The application as it stands, held until the transaction ends."""
    pk = application.pk if isinstance(application, Application) else application
    try:
        Application.objects.select_for_update(no_key=True).get(pk=pk)
    except Application.DoesNotExist as reason:  # thrown away meanwhile
        raise NotOpen(pk) from reason
    return Application.objects.told().get(pk=pk)


def add_step(application: Application, kind: ApplicationStep.Kind, by: "User", text: str = "", **more: object) -> ApplicationStep:
    """The next step, numbered under the application's lock."""
    number = application.steps.count() + 1
    return ApplicationStep.objects.create(
        application=application, number=number, kind=kind, author=by, text=text, at=now(), **more
    )
