"""What a program is told about a certificate (/api/v1/): the facts of the page, no more, under names that do not change."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from certificates.asking import Answer
from certificates.models import Certificate, CertificateEvent
from certificates.presentation import looks
from certificates.verdicts import is_shown, said


def told(answer: Answer) -> dict[str, Any]:
    """A certificate's facts, with words in the present language."""
    certificate = answer.certificate
    if certificate is None:
        return fault(answer)
    status = certificate.status
    look = looks()[status]
    shown = is_shown(status)
    return {
        "number": certificate.number,
        "scheme": certificate.scheme.code,
        "status": status.value,
        "status_text": str(look.word),
        "holder": _holder(certificate, names=answer.names_holder) if shown else None,
        "printed": _printed(certificate) if shown else None,
        "documents": _documents(certificate) if shown else [],
        "events": [_event(event) for event in answer.events],
        "replaced_by": _replaced_by(certificate),
        "log": {"entries": answer.logged, "proof_url": _address("certificates:proof", certificate.number)},
        "page_url": _address("certificates:verification", certificate.number),
    }


def fault(answer: Answer) -> dict[str, Any]:
    """Why nothing is told: a number that was copied wrongly is another matter than one that was never given."""
    verdict = said(answer)
    code = "mistyped" if answer.is_mistyped else "unknown"
    return error(code, f"{verdict.title}{'. ' if _is_english() else '。'}{verdict.sentence}")


def error(code: str, message: str) -> dict[str, Any]:
    """The shape of every refusal."""
    return {"error": {"code": code, "message": message}}


def _holder(certificate: Certificate, *, names: bool) -> dict[str, Any]:
    return {"name": certificate.holder_name if names else certificate.masked_name, "is_masked": not names}


def _printed(certificate: Certificate) -> dict[str, Any]:
    subject, english = certificate.subject, _is_english()
    return {
        "title": certificate.title,
        "certifies": subject["text_en" if english else "text"],
        "valid_from": certificate.valid_from.isoformat(),
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        "issuing_body": subject["issuing_body"],
        "signatory": subject["signatory"],
        "signatory_title": subject["signatory_title"],
    }


def _documents(certificate: Certificate) -> list[dict[str, Any]]:
    documents = [one for one in certificate.artefacts.all() if one.kind == one.Kind.PDF]
    return [{"type": "application/pdf", "language": one.language, "sha256": one.sha256} for one in documents]


def _event(event: CertificateEvent) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "text": str(event.get_kind_display()),
        "at": event.at.isoformat(timespec="seconds"),
        "reason": event.reason_code or None,
        "note": event.public_note or None,
    }


def _replaced_by(certificate: Certificate) -> str | None:
    successor: Certificate | None = getattr(certificate, "successor", None)
    return successor.number if successor else None


def _address(name: str, number: str) -> str:
    """Without a language: the same answer has one address."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse(name, args=[number])


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
