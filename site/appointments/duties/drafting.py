"""The risk control list (风险管控清单): the director writes a version whole, the head adopts it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from appointments.appointing import Refused
from appointments.duties.models import ControlPoint, RiskList, RiskListAdoption
from appointments.duties.permissions import Standing
from core.audit import record
from core.dates import today


@dataclass(frozen=True)
class Point:
    """One line as it was filled in."""

    unit: str
    place: str
    risk: str
    measure: str
    frequency: str
    who: str


@transaction.atomic
def write(*, standing: Standing, points: Sequence[Point], rest_days: str) -> RiskList:
    """A new version; the ones before it stay as they are. Raises Refused."""
    if not standing.may_draft:
        raise Refused(_("The quality safety director or the chief quality officer in post writes the list."))
    lists = RiskList.objects.of(standing.firm)
    number = (lists.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            made = RiskList.objects.create(
                organisation=standing.firm, number=number, rest_days=rest_days, written_by=standing.user
            )
    except IntegrityError as twice:
        raise Refused(_("Somebody has just written this version. Look at it first.")) from twice
    ControlPoint.objects.bulk_create(
        ControlPoint(risk_list=made, order=order, **asdict(point)) for order, point in enumerate(points, 1)
    )
    record("risks.written", made, by=standing.user, points=len(points))
    return made


@transaction.atomic
def adopt(*, standing: Standing, risk_list: RiskList) -> RiskListAdoption:
    """Put it in force from today on. Raises Refused."""
    if not standing.is_head:
        raise Refused(_("The head of the firm adopts the list."))
    newer = RiskList.objects.of(standing.firm).filter(number__gt=risk_list.number)
    if newer.exists():
        raise Refused(_("There is a newer version. Adopt that one, or have it written anew."))
    try:
        with transaction.atomic():
            adoption = RiskListAdoption.objects.create(risk_list=risk_list, adopted_by=standing.user, adopted_on=today())
    except IntegrityError as twice:
        raise Refused(_("This version was adopted already.")) from twice
    record("risks.adopted", risk_list, by=standing.user)
    return adoption
