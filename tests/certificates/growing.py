"""So many more rows on any list of the room, made as quickly as the rules allow."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from core.dates import now, today
from tests.cast import person
from tests.certificates import applying, learning, proceedings
from tests.certificates.conftest import make_result
from tests.certificates.crowd import crowd, held

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.models import Application, Certificate, Proceeding
    from exams.models import Sitting

UNDRAWN = "王\U0002a6a5"


@dataclass
class House:
    """林悦 with one certificate, an application and a measure; and the officers who handle them."""

    certificate: "Certificate"
    clock: Any
    application: "Application"
    proceeding: "Proceeding"
    sitting: "Sitting"
    officers: list["User"]
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def learner(self) -> "User":
        return self.certificate.holder

    def newcomer(self, name: str = "林玥") -> "User":
        return person(name, f"newcomer{next(self.numbers)}")


def house(certificate: "Certificate", clock: Any) -> House:
    officers = proceedings.officers()
    measure = proceedings.announced(certificate, officers[0])
    return House(certificate, clock, applying.submitted(certificate.holder), measure, held(1), officers)


def of_the_register(at: House, many: int) -> list["Certificate"]:
    return crowd(many)


def one_s_own(at: House, many: int) -> None:
    """Certificates of the past and refused applications of one person."""
    from certificates.models import Application

    crowd(many, state="withdrawn", holder=at.learner)
    sent = at.application
    told = {"decided_by": at.officers[0], "decided_at": now(), "reasons": "材料不齐。", "submitted_at": now()}
    terms = {"scheme": sent.scheme, "scheme_version": sent.scheme_version, "result": sent.result}
    Application.objects.bulk_create(Application(holder=at.learner, state="refused", **terms, **told) for _each in range(many))


def events(at: House, many: int) -> None:
    from certificates.decisions import decide
    from certificates.models import CertificateEvent
    from certificates.status import State

    for turn in range(many):
        to = State.SUSPENDED if at.certificate.state == State.VALID else State.VALID
        decide(at.certificate, to, by=at.officers[turn % 3], reason=CertificateEvent.Reason.COMPLAINT, public_note="已公告")


def matters(at: House, many: int) -> None:
    """Measures that came to nothing, names that were left as they are, and what was decided in between."""
    from certificates.models import Correction, Proceeding

    first, second, third = at.officers
    told = {"certificate": at.certificate, "decided_at": now()}
    decided = {"decided_by": third, "reasons": "证明不符。", "due_at": now(), "state": "refused"}
    Correction.objects.bulk_create(Correction(name=f"林{turn}", text="错字", **told, **decided) for turn in range(many))
    over = {"measure": "suspended", "ground": "complaint", "reasons": proceedings.REASONS, "state": "closed", "answer_by": now()}
    Proceeding.objects.bulk_create(
        Proceeding(opened_by=first, decided_by=second, decision="none", decision_reasons="查无实据。", **over, **told)
        for _each in range(many)
    )
    events(at, many)


def steps_of_the_measure(at: House, many: int) -> None:
    """The holder answers again and again, each time with files."""
    for _each in range(many):
        evidence = [learning.evidence(f"{next(at.numbers)}") for _file in range(2)]
        proceedings.answered(at.proceeding, files=evidence)


def measures(at: House, many: int) -> None:
    for one in crowd(many):
        proceedings.announced(one, at.officers[0])


def corrections(at: House, many: int) -> None:
    from certificates import correcting

    for one in crowd(many):
        correcting.ask(certificate=one, by=one.holder, name="林玥", text="错字", files=[])


def files_of_a_correction(at: House, many: int) -> None:
    from certificates import correcting, enclosing
    from certificates.models import Correction

    asked = Correction.objects.filter(certificate=at.certificate).first()
    asked = asked or correcting.ask(certificate=at.certificate, by=at.learner, name="林玥", text="错字", files=[])
    files = [learning.evidence(f"{next(at.numbers)}") for _file in range(many)]
    enclosing.enclose(files, by=at.learner, correction=asked)


def applications(at: House, many: int) -> None:
    for _each in range(many):
        applying.submitted(at.newcomer())


def steps_of_an_application(at: House, many: int) -> None:
    """Looked at, returned and handed in again by whoever is there; with files and findings."""
    from certificates.models import ApplicationStep, Finding

    sent, first = at.application, at.application.steps.count() + 1
    ApplicationStep.objects.bulk_create(
        ApplicationStep(application=sent, number=first + turn, kind="returned", author=at.newcomer(), text="补交。")
        for turn in range(many)
    )
    Finding.objects.bulk_create(
        Finding(application=sent, code=sent.requirements[0].code, met=True, by=at.newcomer()) for _each in range(many)
    )
    _files(sent, at, many)


def files_of_a_draft(at: House, many: int) -> None:

    _files(draft(at), at, many)


def draft(at: House) -> "Application":
    from certificates.models import Application

    standing = Application.objects.filter(holder=at.learner, scheme__code="CQO").first()
    return standing or applying.begun(at.learner, "CQO")


def _files(application: "Application", at: House, many: int) -> None:
    from certificates.models import Evidence

    kept = Evidence.objects.filter(application=application).values().first()
    assert kept is not None
    Evidence.objects.bulk_create(
        Evidence(**{**kept, "id": uuid4(), "sha256": f"{next(at.numbers):064}"}) for _each in range(many)
    )


def substitutes(at: House, many: int) -> None:
    from certificates import substituting

    for _each in range(many):
        told = {"name": UNDRAWN, "printed": "王龘", "kind": "variant", "reasons": "异体字说明"}
        substituting.propose(holder=at.newcomer(UNDRAWN), by=at.officers[0], **told)


def versions(at: House, many: int) -> None:
    from certificates.models import SchemeVersion

    newest = SchemeVersion.objects.filter(scheme=at.certificate.scheme).order_by("-number")[0]
    for turn in range(1, many + 1):
        newest.pk, newest.number, newest.published_by = None, newest.number + 1, at.officers[turn % 3]
        newest.save(force_insert=True)


def templates(at: House, many: int) -> None:
    from certificates.models import Template

    scheme = at.certificate.scheme
    there = Template.objects.filter(scheme=scheme).count()
    Template.objects.bulk_create(
        Template(scheme=scheme, number=there + turn, published_by=at.officers[turn % 3]) for turn in range(1, many + 1)
    )


def writers(at: House, many: int) -> None:
    """Who wrote on the drafts of a scheme."""
    from certificates import drafting, templating

    scheme = at.certificate.scheme
    for _each in range(many):
        by = at.newcomer()
        drafting.draft(scheme=scheme, by=by).writers.add(by)
        templating.draft(scheme=scheme, by=by).writers.add(by)


def sittings(at: House, many: int) -> None:
    for _each in range(many):
        held(1)


def candidates(at: House, many: int) -> None:
    """Of each two one with a document and one whom a name holds up."""
    from certificates.issuing import issue
    from certificates.printing import make_pdf

    for turn in range(many):
        passed = make_result(at.newcomer(UNDRAWN if turn % 2 else "林玥"), sitting=at.sitting)
        if not turn % 2:
            make_pdf(issue(result=passed))


def keys(at: House, many: int) -> None:
    from certificates.models import SigningKey

    for _each in range(many):
        number = next(at.numbers)
        since = now() - dt.timedelta(days=number + 2)
        term = {"not_before": since, "not_after": since + dt.timedelta(days=1)}
        SigningKey.objects.create(
            kid=f"key{number}", purpose="log", algorithm="ES256", public_jwk={"kty": "EC", "kid": f"key{number}"}, **term
        )


def heads(at: House, many: int) -> None:
    from certificates.models import LogHead

    for _each in range(many):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=next(at.numbers))
        LogHead.objects.create(day=day, size=0, root_sha256="0" * 64)


def logged(at: House, many: int) -> None:
    """Events that stand in the head of the day."""
    from certificates.transparency import publish

    at.clock.shift(dt.timedelta(days=1))
    events(at, many)
    publish()


def credits(at: House, many: int) -> None:
    for _each in range(many):
        learning.credited(at.learner, 1, today())
        learning.lesson(at.learner, 30, today())


def ending(at: House, many: int) -> None:
    crowd(many, valid_from=today() - dt.timedelta(days=900), valid_until=today() + dt.timedelta(days=60))


def claims(at: House, many: int) -> None:
    for _each in range(many):
        learning.claimed(at.newcomer(), f"{next(at.numbers)}")


def recognised(at: House, many: int) -> None:
    from certificates import crediting

    for turn in range(many):
        claim = learning.claimed(at.newcomer(), f"{next(at.numbers)}")
        done = crediting.verify(claim, by=at.officers[turn % 3], granted=claim.hours)
        if turn % 2:
            crediting.reverse(done, by=at.officers[0], reason="主办单位否认")
