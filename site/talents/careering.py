"""The career record (履职档案): posts held, duties done, certificates and hours of the holder, frozen and checkable by a code."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Site

from accounts.models import User
from appointments.models import Appointment, DutyEntry
from certificates import presentation
from cms.models import Identity
from core.dates import local_day, now
from core.keeping import keep
from core.pdf.papers import paper
from courses import record
from courses.models.records import new_code
from courses.record import Part
from talents.models import CareerRecord

MOST_A_DAY = 10


class TooMany(Exception):
    """This person has taken out as many records today as one needs."""


def take_out(user: User) -> CareerRecord:
    """The record of this moment, printed. Unchanged since today's last, it is the same one. Raises TooMany, Unprintable."""
    language = get_language() or settings.LANGUAGE_CODE
    facts = facts_of(user)
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    lately = CareerRecord.objects.visible_to(user).filter(made_at__gte=now() - dt.timedelta(days=1))
    same = lately.filter(facts_sha256=digest, language=language).first()
    if same:
        return same
    if lately.count() >= MOST_A_DAY:
        raise TooMany
    code, made_at = new_code(), now()
    content = _pdf(facts, code=code, made_at=made_at)
    sha256 = hashlib.sha256(content).hexdigest()
    # The file first, under a name that holds its digest: a row never points at nothing.
    key = keep(f"careers/{sha256[:2]}/{sha256}.pdf", content)
    with transaction.atomic():
        return CareerRecord.objects.create(
            person=user,
            code=code,
            facts=facts,
            facts_sha256=digest,
            language=language,
            key=key,
            sha256=sha256,
            made_at=made_at,
        )


def parts(user: User) -> list[Part]:
    """The tables of the record, as page and PDF show them."""
    return [posts(user), duties(user), presentation.in_record(user), record.hours_by_year(user)]


def posts(user: User) -> Part:
    """Posts accepted, the last first (one query)."""
    held = Appointment.objects.visible_to(user).filter(person=user, accepted_at__isnull=False).with_people()
    rows = [
        (one.organisation.name, str(one.get_post_display()), one.since, one.ended_on or one.until or _("to this day"))
        for one in held.order_by("-since", "pk")
    ]
    columns = (_("Organisation"), _("Post of quality"), _("From"), _("Until"))
    return Part("posts", _("Posts held"), ("organisation", "post", "since", "until"), columns, rows)


def duties(user: User) -> Part:
    """How many duties of each kind, for each post (one query). What was written there stays with the firm."""
    entries = DutyEntry.objects.visible_to(user).standing().filter(appointment__person=user).order_by()
    counted = entries.values_list("appointment__organisation__name", "appointment__post", "kind").annotate(n=Count("pk"))
    rows = [
        (name, str(Appointment.Post(post).label), str(DutyEntry.Kind(kind).label), n)
        for name, post, kind, n in sorted(counted, key=lambda row: (row[0], row[1], -row[3], row[2]))
    ]
    columns = (_("Organisation"), _("Post of quality"), _("Kind of duty"), _("Entries"))
    return Part("duties", _("Duties done"), ("organisation", "post", "kind", "entries"), columns, rows)


def facts_of(user: User) -> dict[str, Any]:
    """What the record says."""
    told = parts(user)
    return {
        "name": user.full_name,
        "parts": [{"key": one.key, "title": one.title, "columns": list(one.columns), "rows": one.shown} for one in told],
    }


def _pdf(facts: dict[str, Any], *, code: str, made_at: dt.datetime) -> bytes:
    identity = Identity.for_site(Site.objects.get(is_default_site=True))
    # One address, whatever the language of the paper.
    with override(settings.LANGUAGE_CODE):
        address = settings.SITE_URL + CareerRecord(code=code).get_absolute_url()
    day = local_day(made_at)
    context = {"facts": facts, "code": code, "day": day, "identity": identity, "address": address}
    title = _("Career record of %(name)s") % {"name": facts["name"]}
    return paper("pdf/career.html", context, title=title, author=str(identity.name), keywords=code, day=day)
