"""Taking out a learning record (开具学习档案): its facts are frozen, printed once, and can be checked by a code."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Site

from accounts.models import User
from cms.models import Identity
from core.dates import local_day, now
from core.keeping import keep
from core.pdf.papers import paper
from courses import record
from courses.models import LearningRecord
from courses.models.records import new_code

# Enough for whoever corrects a name in between; a script that prints for ever is stopped.
MOST_A_DAY = 10


class TooMany(Exception):
    """This person has taken out as many records today as one needs."""


def take_out(user: User) -> LearningRecord:
    """The record of this moment, printed. Unchanged since today's last, it is the same one. Raises TooMany, Unprintable."""
    language = get_language() or settings.LANGUAGE_CODE
    facts = _facts(user)
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    today = LearningRecord.objects.visible_to(user).filter(made_at__gte=now() - dt.timedelta(days=1))
    same = today.filter(facts_sha256=digest, language=language).first()
    if same:
        return same
    if today.count() >= MOST_A_DAY:
        raise TooMany
    code, made_at = new_code(), now()
    content = _pdf(facts, code=code, made_at=made_at)
    sha256 = hashlib.sha256(content).hexdigest()
    # The file first, under a name that holds its digest: a row never points at nothing.
    key = keep(f"records/{sha256[:2]}/{sha256}.pdf", content)
    with transaction.atomic():
        return LearningRecord.objects.create(
            learner=user,
            code=code,
            facts=facts,
            facts_sha256=digest,
            language=language,
            key=key,
            sha256=sha256,
            made_at=made_at,
        )


def _facts(user: User) -> dict[str, Any]:
    """What the record says; the daily figures of the parts that a page shows."""
    return {
        "name": user.full_name,
        "hours": record.shown(record.total_hours(user)),
        "parts": [
            {"key": one.key, "title": one.title, "columns": list(one.columns), "rows": one.shown} for one in record.of(user)
        ],
    }


def _pdf(facts: dict[str, Any], *, code: str, made_at: dt.datetime) -> bytes:
    identity = Identity.for_site(Site.objects.get(is_default_site=True))
    # One address, whatever the language of the paper.
    with override(settings.LANGUAGE_CODE):
        address = settings.SITE_URL + LearningRecord(code=code).get_absolute_url()
    context = {
        "facts": facts,
        "code": code,
        "day": local_day(made_at),
        "identity": identity,
        "address": address,
    }
    title = _("Learning record of %(name)s") % {"name": facts["name"]}
    return paper("pdf/record.html", context, title=title, author=str(identity.name), keywords=code, day=local_day(made_at))
