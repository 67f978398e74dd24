"""The life of one certificate as its pages tell it (证书经历): what was decided, what is under way, what one may ask for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certificates.models import Certificate, CertificateEvent, Correction, Proceeding
from certificates.status import LIVE

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Life:
    """What a certificate's page says beside what it prints."""

    events: list[CertificateEvent]
    proceedings: list[Proceeding]
    corrections: list[Correction]
    before: Certificate | None
    after: Certificate | None
    is_holder: bool
    is_live: bool
    may_ask: bool
    may_cancel: bool

    @property
    def under_way(self) -> list[Proceeding]:
        return [one for one in self.proceedings if one.state != Proceeding.State.CLOSED]


def of(certificate: Certificate, user: "User") -> Life:
    """Five queries, however much has happened."""
    is_holder = certificate.holder_id == user.pk
    proceedings = list(Proceeding.objects.visible_to(user).filter(certificate=certificate).told())
    corrections = list(Correction.objects.visible_to(user).filter(certificate=certificate).told())
    asked = any(one.state == Correction.State.OPEN for one in corrections)
    is_live = certificate.state in LIVE
    return Life(
        events=list(certificate.events.all()),
        proceedings=proceedings,
        corrections=corrections,
        before=Certificate.objects.filter(successor=certificate).first(),
        after=Certificate.objects.filter(supersedes=certificate).first(),
        is_holder=is_holder,
        is_live=is_live,
        may_ask=is_holder and is_live and not asked,
        may_cancel=is_holder and is_live and not any(one.is_pending for one in proceedings),
    )
