"""Two applications for the demo: one waits for a decision, one was granted. Run twice it changes nothing."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from accounts.models import User
from certificates import applying, evidence, granting, terms
from certificates.models import Application, Scheme
from core.dates import now
from exams.models import Attempt, Exam, Pool, Result

WAITING, GRANTED = "linyue@demo.haizhun.local", "chengong@demo.haizhun.local"
MARKER, DECIDER = "hezhuguan@demo.haizhun.local", "admin@demo.haizhun.local"
CODE = "QSD"


class Command(BaseCommand):
    help = "Make two applications for the demo accounts. Only while DEBUG is on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Demo accounts share one password, so they are refused while HAIZHUN_DEBUG is off."))
        people = {user.email: user for user in User.objects.filter(email__in=[WAITING, GRANTED, MARKER, DECIDER])}
        scheme = Scheme.objects.filter(code=CODE).first()
        version = applying.version_for(scheme) if scheme else None
        exam = Exam.objects.filter(code=CODE, versions__isnull=False).first()
        if len(people) < 4 or scheme is None or version is None or exam is None or Application.objects.exists():
            return
        with translation.override(settings.LANGUAGE_CODE):
            waiting = _apply(people[WAITING], scheme, exam)
            granted = _apply(people[GRANTED], scheme, exam)
            _decide(granted, marker=people[MARKER], decider=people[DECIDER])
        first = waiting.requirements[0]
        granting.find(application=waiting, by=people[DECIDER], code=first.code, met=True)


def _apply(holder: User, scheme: Scheme, exam: Exam) -> Application:
    """Handed in with a picture for each requirement."""
    _pass(holder, exam)
    version = applying.version_for(scheme)
    assert version is not None  # noqa: S101 - the command has looked
    draft = applying.write(holder=holder, scheme=scheme, written=applying.Written(0, "", {}))
    files = {one.code: [_picture(f"{one.code} {holder.pk}", f"{terms.named(one)}.png")] for one in draft.requirements}
    applying.write(holder=holder, scheme=scheme, written=applying.Written(0, "", files))
    return applying.submit(application=draft, by=holder, pledges=len(version.demands.pledges))


def _decide(application: Application, *, marker: User, decider: User) -> None:
    """Looked at by one, whom the operator lets; granted by another."""
    marker.user_permissions.add(*Permission.objects.filter(codename__in=["view_application", "change_application"]))
    marker = User.objects.get(pk=marker.pk)  # its permissions are remembered
    for one in application.requirements:
        granting.find(application=application, by=marker, code=one.code, met=True)
    reasons = _("Every requirement of the scheme was found to be met.")
    granting.grant(application=application, by=decider, reasons=reasons)


def _pass(candidate: User, exam: Exam) -> Result:
    """A released pass without a paper: the demo shows what follows from one."""
    version, started = exam.versions.order_by("-number")[0], now() - dt.timedelta(hours=1)
    pool, _created = Pool.objects.get_or_create(sha256="0" * 64, defaults={"entries": []})
    attempt = Attempt.objects.create(
        candidate=candidate,
        exam=exam,
        exam_version=version,
        ordinal=1,
        state=Attempt.State.RELEASED,
        seed=1,
        pool=pool,
        started_at=started,
        deadline_at=started + dt.timedelta(seconds=version.duration_s),
        submitted_at=now(),
        submit_reason="candidate",
        paper_sha256="0" * 64,
    )
    total = {"total": Decimal(86), "maximum": Decimal(100), "passed": True}
    return Result.objects.create(attempt=attempt, computed_at=now(), released_at=now(), **total)


def _picture(words: str, name: str) -> evidence.Evidence:
    """A sheet of paper that says what it is."""
    out, sheet = BytesIO(), Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(sheet).text((40, 40), f"SAMPLE: {words}", fill="black")
    sheet.save(out, "PNG")
    return evidence.read(BytesIO(out.getvalue()), name=name, size=len(out.getvalue()))
