"""Two months of duties for the demo's enterprise: every page of them has something on it. Run twice it changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from appointments.duties.models import RiskList
from appointments.sampling import log, months, neighbours, records, register, surveys
from appointments.sampling.house import House, house


class Command(BaseCommand):
    help = "Fill the duties of the demo's enterprise. Only while DEBUG is on."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Demo accounts share one password, so they are refused while HAIZHUN_DEBUG is off."))
        # Director and officer need accounts, which this makes for the people of the roster.
        call_command("demo_training")
        with translation.override(settings.LANGUAGE_CODE):
            there = house()
            if there is None or RiskList.objects.of(there.firm).exists():
                return
            _fill(there)


def _fill(there: House) -> None:
    held = records.lists(there)
    records.days(there, held)
    records.weeks(there, held)
    months.meetings(there, held)
    register.supervision(there)
    register.vetoes(there)
    log.entries(there)
    log.plans(there)
    log.assessment(there)
    surveys.pulses(there)
    surveys.maturity(there)
    neighbours.enterprises(there)
