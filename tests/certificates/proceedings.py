"""Proceedings as a test needs them: announced, decided, appealed, each by somebody else."""

from typing import TYPE_CHECKING, Any

from tests.cast import person

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.models import Certificate, Proceeding

REASONS = "提交的学历证明与颁发学校的记录不符。"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def officers(count: int = 3) -> list["User"]:
    """Administrators who know nothing of each other."""
    return [person(name, f"officer{place}", "administrator") for place, name in enumerate(("孙主任", "钱主任", "李主任")[:count])]


def announced(certificate: "Certificate", by: "User", measure: str = "withdrawn", **more: Any) -> "Proceeding":
    from certificates import hearing
    from certificates.models import CertificateEvent, Proceeding

    more = {"ground": CertificateEvent.Reason.EVIDENCE, "reasons": REASONS} | more
    return hearing.announce(certificate=certificate, measure=Proceeding.Measure(measure), by=by, **more)


def answered(proceeding: "Proceeding", text: str = "学校已更名，附更名文件。", **more: Any) -> "Proceeding":
    from certificates import hearing

    hearing.answer(proceeding=proceeding, by=proceeding.certificate.holder, text=text, **more)
    return proceeding


def decided(proceeding: "Proceeding", by: "User", decision: str = "", **more: Any) -> "Proceeding":
    """Decided as announced, after the holder's answer, unless told otherwise."""
    from certificates import hearing
    from certificates.models import Proceeding

    if not proceeding.steps.filter(kind="stated").exists():
        answered(proceeding)
    what = Proceeding.Decision(decision or proceeding.measure)
    return hearing.decide(proceeding=proceeding, by=by, decision=what, **({"reasons": "核实无误。"} | more))


def appealed(proceeding: "Proceeding") -> "Proceeding":
    from certificates import objecting

    return objecting.appeal(proceeding=proceeding, by=proceeding.certificate.holder, text="学校更名文件未被采纳。")


def mailed() -> list[Any]:
    """The mails of the letters that were written, sent as the job sends them."""
    from django.core import mail

    from certificates import posting
    from certificates.models import CertificateLetter

    mail.outbox.clear()
    for letter in CertificateLetter.objects.order_by("made_at"):
        posting.post(str(letter.pk))
    return mail.outbox


def status(certificate: "Certificate") -> Any:
    """What it is worth now, as the register has it."""
    from certificates.models import Certificate

    return Certificate.objects.select_related("scheme_version").get(pk=certificate.pk).status


def steps(proceeding: "Proceeding") -> list[str]:
    return [step.kind for step in proceeding.steps.all()]
