"""A sitting to register for, in three weeks, and two seats the demo's enterprise took in it. Run twice it changes nothing."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from core.clock import now
from exams.firms import taking
from exams.models import ExamVersion, Sitting
from organisations.models import Membership, Organisation

SLUG, MANAGER, CODE = "demo-enterprise", "chengong@demo.haizhun.local", "QSO"
VENUE = "珠海市香洲区示例考点201室"


class Command(BaseCommand):
    help = "Make a sitting with seats for the demo accounts. Only while DEBUG is on."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Demo accounts share one password, so they are refused while HAIZHUN_DEBUG is off."))
        # Its people have accounts only then.
        call_command("demo_training")
        version = ExamVersion.objects.filter(exam__code=CODE).order_by("-number").first()
        body, manager = Organisation.objects.filter(slug=SLUG).first(), User.objects.filter(email=MANAGER).first()
        if version is None or Sitting.objects.filter(exam_version__exam=version.exam_id, walk_in=False).exists():
            return
        opens = localtime(now() + dt.timedelta(days=21)).replace(hour=9, minute=0, second=0, microsecond=0)
        made = Sitting.objects.create(
            exam_version=version,
            opens_at=opens,
            closes_at=opens + dt.timedelta(hours=2),
            registration_closes_at=opens - dt.timedelta(days=3),
            venue=VENUE,
            capacity=20,
            mode=Sitting.Mode.ON_SITE,
            state=Sitting.State.OPEN,
        )
        if body and manager:
            some = list(Membership.objects.present().filter(organisation=body).told().order_by("employee_number")[:6])
            with translation.override(settings.LANGUAGE_CODE):
                taking.take(organisation=body, sitting=made, members=some, by=manager)
