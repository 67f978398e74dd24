"""What badges stand on: keys to sign with, and readers of our own that know nothing of how the badges were made."""

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.models import Badge, Certificate


def payload(token: str) -> dict[str, Any]:
    return json.loads(_unpadded(token.split(".")[1]))


def header(token: str) -> dict[str, Any]:
    return json.loads(_unpadded(token.split(".", maxsplit=1)[0]))


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def bit(encoded: str, index: int) -> int:
    """A decoder from the text of the W3C specification, by zlib and whole numbers instead of bytes and gzip."""
    assert encoded[0] == "u"
    bits = int.from_bytes(zlib.decompress(_unpadded(encoded[1:]), wbits=31), "big")
    return bits >> (131_072 - 1 - index) & 1


def become(certificate: "Certificate", state: str, by: "User") -> None:
    """Bring it into that state as the office does, with its event."""
    from certificates.decisions import decide, retire
    from certificates.models import CertificateEvent
    from certificates.status import State

    if state == State.SUPERSEDED:
        retire(certificate, by=by, reason=CertificateEvent.Reason.CORRECTION)
    elif state != certificate.state:
        decide(certificate, State(state), by=by, reason=CertificateEvent.Reason.COMPLAINT)


@pytest.fixture
def keys(settings: Any, tmp_path: Any, capsys: Any) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    rotate()


def rotate() -> None:
    call_command("make_signing_keys", purpose=["credential"], verbosity=0)


@pytest.fixture
def badge(certificate: "Certificate", keys: None) -> "Badge":
    """林悦's badge: she has agreed."""
    from certificates.badges import awarding

    return awarding.agree(certificate, by=certificate.holder)
