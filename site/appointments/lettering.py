"""Writing letters (出具聘书、授权书): the facts are frozen, printed once with a number, and can be checked by a code."""

import hashlib
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from appointments.models import Appointment, AppointmentLetter, Authorisation
from cms.models import Identity
from core.codes import paper_code
from core.dates import local_day, now
from core.keeping import keep
from core.pdf.papers import paper


def write(*, appointment: Appointment, authorisation: Authorisation | None = None) -> AppointmentLetter:
    """The letter of an appointment, or of an authorisation. In Chinese, as the firm gives it. Raises Unprintable."""
    code, made_at = paper_code(), now()
    with override(settings.LANGUAGE_CODE):
        facts = _facts(appointment, authorisation)
        address = settings.SITE_URL + AppointmentLetter(code=code).get_absolute_url()
        identity = Identity.for_site(Site.objects.get(is_default_site=True))
        held = authorisation or appointment
        context = {
            "facts": facts,
            "since": held.since,
            "until": held.until,
            "code": code,
            "day": local_day(made_at),
            "identity": identity,
            "address": address,
        }
        content = paper(
            "pdf/appointment.html",
            context,
            title=facts["title"],
            author=str(facts["organisation"]),
            keywords=code,
            day=local_day(made_at),
        )
    sha256 = hashlib.sha256(content).hexdigest()
    # The file first, under a name that holds its digest: a row never points at nothing.
    key = keep(f"appointments/{sha256[:2]}/{sha256}.pdf", content)
    return AppointmentLetter.objects.create(
        appointment=appointment,
        authorisation=authorisation,
        code=code,
        facts=facts,
        key=key,
        sha256=sha256,
        made_at=made_at,
    )


def _facts(appointment: Appointment, authorisation: Authorisation | None) -> dict[str, Any]:
    """What the letter says, for good."""
    facts = {
        "organisation": appointment.organisation.name,
        "credit_code": appointment.organisation.credit_code,
        "person": appointment.person.full_name,
        "post": appointment.get_post_display(),
    }
    if authorisation is None:
        term = {"since": appointment.since.isoformat(), "until": appointment.until.isoformat() if appointment.until else ""}
        deputy = appointment.deputy.full_name if appointment.deputy else ""
        return {
            "title": _("Letter of appointment"),
            "kind": "appointment",
            **facts,
            **term,
            "duties": appointment.duties,
            "deputy": deputy,
        }
    term = {"since": authorisation.since.isoformat(), "until": authorisation.until.isoformat() if authorisation.until else ""}
    return {
        "title": _("Letter of authorisation"),
        "kind": "authorisation",
        **facts,
        **term,
        "scope": list(authorisation.scope),
        "procedure": authorisation.procedure,
    }
