"""Certificates: one with its badge and a measure against it, an application, activities elsewhere. All of them the owner's."""

from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from certificates import crediting, hearing, sharing, substituting
from certificates.badges import awarding
from certificates.issuing import issue
from certificates.loading import load
from certificates.models import Certificate, NameSubstitute
from certificates.printing import make_pdf
from certificates.transparency import publish
from core.report import Report
from exams.models import Import
from tests.certificates.applying import file, submitted
from tests.certificates.conftest import make_result
from tests.certificates.learning import claimed
from tests.certificates.proceedings import announced
from tests.exams.making import sitting, version
from tests.house.people import Names, People

RARE = "王\U0002a6a5"


def papers(who: People) -> Names:
    """Keys lie in the folder the settings name."""
    call_command("make_signing_keys", development=True, verbosity=0)
    load(settings.CONTENT_DIR, Report())
    owner = who["owner"]
    held = issue(result=make_result(owner))
    issue(result=make_result(who["other"]))
    sitting(version(["single"], items=1))
    Import.objects.create(name="题目.xlsx", sha256="0" * 64, format="excel", by=who["examiner"])
    make_pdf(held)
    badge = awarding.agree(held, by=owner)
    application = submitted(owner)
    publish()
    return {
        "certificate": {"pk": held.pk, "language": "en", "form": "json", "secret": _link(held, owner), "number": held.number},
        "badge": {"pk": badge.pk},
        "scheme": {"scheme": "qsd"},
        "achievement": {"scheme": "QSO", "number": 1, "code": "QSO", "kind": "png"},
        "no mark of an operator": {"pk": held.pk},
        "application": {"pk": application.pk},
        "evidence": {"pk": application.evidence.earliest("pk").pk},
        "claim": {"pk": claimed(owner).pk},
        "credit": {"pk": crediting.verify(claimed(owner, "2"), by=who["superuser"], granted=claimed(owner, "3").hours).pk},
        "name on paper": {"pk": _substitute(owner, who["superuser"]).pk},
        **_measure(held, who["superuser"]),
    }


def _link(held: Certificate, owner: User) -> str:
    return str(sharing.renew_link(held, by=owner).secret)


def _substitute(owner: User, by: User) -> NameSubstitute:
    """What is printed for a name that no typeface draws. The owner bears his own again afterwards."""
    return substituting.propose(holder=owner, name=RARE, printed="王龘", kind="variant", reasons="异体字", by=by)


def _measure(held: Certificate, by: User) -> Names:
    """Announced, and answered with a file."""
    proceeding = announced(held, by, "suspended")
    hearing.answer(proceeding=proceeding, by=held.holder, text="见附件。", files=[file("陈述")])
    return {"measure": {"pk": proceeding.pk}, "enclosure": {"pk": proceeding.steps.get(kind="stated").enclosures.get().pk}}
