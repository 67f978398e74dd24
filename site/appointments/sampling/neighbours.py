"""Samples of other enterprises: enough of them that the regulator's figures, which withhold small groups, say something."""

import datetime as dt

from accounts.models import User
from appointments.models import Appointment
from appointments.sampling.house import DAY, House
from core.dates import now, today
from organisations.models import District, Industry, Membership, Organisation, Role

# How many enterprises of each district; four of five of them manufacture.
DISTRICTS = {"xiangzhou": 16, "jinwan": 11, "doumen": 9, "high-tech": 8, "hengqin": 6}
SIZES = ("micro", "small", "small", "medium", "large")
INDUSTRIES = ("manufacturing", "manufacturing", "manufacturing", "manufacturing", "services")
DUTIES = "负责企业质量文化建设，承担产品和服务质量监管责任，实施质量预防措施。"
# So many days lie between one registration and the next; two of three name a chief quality officer after a month.
APART, AFTER = 8, 30


def enterprises(there: House) -> None:
    """Fifty of them, registered one after the other over the last year."""
    places = [code for code, number in DISTRICTS.items() for _one in range(number)]
    districts = {one.code: one for one in District.objects.filter(code__in=DISTRICTS)}
    industries = {one.code: one for one in Industry.objects.filter(code__in=INDUSTRIES)}
    for number, place in enumerate(places):
        # Spread so that no district registers all at once.
        registered = today() - (len(places) - number * 7 % len(places)) * APART * DAY
        firm = Organisation.objects.create(
            name=f"示例企业{number + 1:02d}",
            size=SIZES[number % len(SIZES)],
            industry=industries.get(INDUSTRIES[number % len(INDUSTRIES)]),
            district=districts.get(place),
            state=Organisation.State.VERIFIED,
            registered_at=now() - (today() - registered),
        )
        if number % 3:
            _in_post(firm, f"qiye{number + 1:02d}", registered + AFTER * DAY, there.head)


def _in_post(firm: Organisation, box: str, since: dt.date, by: User) -> None:
    """Its chief quality officer, with an account nobody can sign in to."""
    if since > today():
        return
    person = User.objects.create_user(f"{box}@demo.haizhun.local", None, full_name=f"{firm.name}质量负责人")
    Membership.objects.create(organisation=firm, person=person, name=person.full_name, role=Role.MANAGER, since=since)
    moment = now() - (today() - since)
    Appointment.objects.create(
        organisation=firm,
        person=person,
        post=Appointment.Post.CQO,
        duties=DUTIES,
        since=since,
        proposed_by=by,
        proposed_at=moment,
        accepted_at=moment,
    )
