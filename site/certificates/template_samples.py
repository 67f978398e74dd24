"""Samples (样张): a certificate of a scheme that nobody holds, to look at a form and to measure it by."""

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from certificates.answering import answering
from certificates.facts import Facts
from certificates.models import Scheme
from certificates.models.templates import TemplateTerms
from certificates.status import last_day
from certificates.wording import fill
from cms.models import Identity
from core.dates import today

SHORT, LONG, RARE, LATIN = "short", "long", "rare", "latin"
NAMES: dict[str, tuple[str, str | Promise]] = {
    SHORT: ("林悦", _("A short name")),
    LONG: ("阿布都热合曼·买买提江·古丽巴哈尔·阿不都克里木·努尔买买提·热依木江", _("A very long name")),
    RARE: ("王䶮㛃𫖯𬭚𠮷", _("A name of rare characters")),
    LATIN: ("Wolfeschlegelsteinhausenbergerdorff-Montgomery the Elder", _("A Latin name")),
}
# All digits are wide ones: no real number takes more room.
_NUMBER = "{code}-26-8888-8888-88"


def facts(scheme: Scheme, template: TemplateTerms | None, sample: str = SHORT) -> Facts:
    """What a certificate of this scheme would print today, under a name of the sort asked for."""
    version = scheme.versions.order_by("-number")[0]
    site = Site.objects.filter(is_default_site=True).first()
    identity = Identity.for_site(site) if site else Identity()
    number, day = _NUMBER.format(code=scheme.code), today()
    # The longest of the scheme's texts takes two lines and more.
    texts = max(version.wording.values(), key=lambda told: len(told["zh-hans"]))
    hours = Decimal(version.requirements.get("training_hours", 0))
    return Facts(
        number=number,
        name=NAMES.get(sample, NAMES[SHORT])[0],
        valid_from=day,
        valid_until=_end(day, version.validity_months),
        title=version.title_zh,
        title_en=version.title_en,
        text=fill(texts["zh-hans"], hours),
        text_en=fill(texts["en"], hours),
        disclaimer=version.disclaimer,
        url=f"{settings.SITE_URL}/v/{number}/",
        is_sample=True,
        **answering(identity, template),
    )


def _end(day: dt.date, months: int) -> dt.date | None:
    return last_day(day, months)
