"""Taking out a record (开具档案): its facts are frozen, printed once, and can be checked by a code.

A learning record and a career record are taken out alike; their rooms say what stands in them and on which sheet.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, override
from wagtail.models import Site

from cms.models import Identity
from core.codes import paper_code
from core.dates import local_day, now
from core.keeping import keep
from core.pdf.papers import paper
from courses.models.records import TakenOut

if TYPE_CHECKING:
    from accounts.models import User

Record = TypeVar("Record", bound=TakenOut)

# Enough for whoever corrects a name in between; a script that prints for ever is stopped.
MOST_A_DAY = 10


class TooMany(Exception):
    """This person has taken out as many records today as one needs."""


def take_out(model: type[Record], *, owner: "User", facts: Mapping[str, Any], sheet: str, title: str, folder: str) -> Record:
    """The record of these facts, printed. Unchanged since today's last, it is the same one. Raises TooMany, Unprintable."""
    language = get_language() or settings.LANGUAGE_CODE
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    taken: models.QuerySet[Record] = model._default_manager.filter(**{model.OWNER: owner})
    lately = taken.filter(made_at__gte=now() - dt.timedelta(days=1))
    same = lately.filter(facts_sha256=digest, language=language).first()
    if same:
        return same
    if lately.count() >= MOST_A_DAY:
        raise TooMany
    made = model(code=paper_code(), facts=facts, facts_sha256=digest, language=language, made_at=now(), **{model.OWNER: owner})
    content = _printed(made, sheet, title)
    made.sha256 = hashlib.sha256(content).hexdigest()
    # The file first, under a name that holds its digest: a row never points at nothing.
    made.key = keep(f"{folder}/{made.sha256[:2]}/{made.sha256}.pdf", content)
    made.save(force_insert=True)
    return made


def _printed(made: TakenOut, sheet: str, title: str) -> bytes:
    identity, day = Identity.for_site(Site.objects.get(is_default_site=True)), local_day(made.made_at)
    # One address, whatever the language of the paper.
    with override(settings.LANGUAGE_CODE):
        address = settings.SITE_URL + made.get_absolute_url()
    context = {"facts": made.facts, "code": made.code, "day": day, "identity": identity, "address": address}
    return paper(sheet, context, title=title, author=str(identity.name), keywords=made.code, day=day)
