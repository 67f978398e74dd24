"""Who does what in the demo's enterprise: the head, the chief quality officer, a director, an officer."""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO

from allauth.account.models import EmailAddress
from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from appointments import appointing
from appointments.duties.permissions import Standing, standing
from appointments.models import Appointment, Authorisation
from certificates.evidence import Evidence
from core.dates import today
from core.typefaces import KAI
from organisations.models import Membership, Organisation

HEAD, CHIEF = "chengong@demo.haizhun.local", "linyue@demo.haizhun.local"
DIRECTOR, OFFICER = "D0004", "D0001"
DAY = dt.timedelta(days=1)
WIDTH, HEIGHT = 900, 600


@dataclass(frozen=True)
class House:
    """The firm and its people; `post` is that of the chief quality officer."""

    firm: Organisation
    head: User
    chief: User
    director: User
    officer: User
    post: Appointment
    power: Authorisation

    def standing(self, person: User) -> Standing:
        return standing(person, self.firm.slug)


def house() -> House | None:
    """The demo's enterprise with director and officer put in post; none where the demo's other samples are missing."""
    post = Appointment.objects.in_force().filter(person__email=CHIEF, post=Appointment.Post.CQO).with_people().first()
    head = User.objects.filter(email=HEAD).first()
    power = post.authorisations.order_by("pk").first() if post else None
    if post is None or head is None or power is None:
        return None
    firm = post.organisation
    members = {row.employee_number: row.person for row in Membership.objects.present().filter(organisation=firm).told()}
    director, officer = members.get(DIRECTOR), members.get(OFFICER)
    if director is None or officer is None:
        return None
    for person, kind, duties in (
        (director, "qsd", "组织周排查，督促问题整改，向总经理报告质量安全状况。"),
        (officer, "qso", "按风险管控清单每日检查，发现问题当场处置并记录。"),
    ):
        # Whoever knows the demo's password signs in as them, too.
        User.objects.filter(pk=person.pk).update(password=post.person.password)
        EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
        _appoint(firm, person, kind, duties, head)
    return House(firm, head, post.person, director, officer, post, power)


def _appoint(firm: Organisation, person: User, post: str, duties: str, head: User) -> None:
    since = today() - 70 * DAY
    made = appointing.propose(
        organisation=firm, person=person, post=post, duties=duties, since=since, until=None, deputy=None, by=head
    )
    appointing.accept(appointment=made, by=person)


def photo(words: str) -> Evidence:
    """A picture in place of a photo: a red tag on a grey floor, with words."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "#c3c8c6")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((150, 110, WIDTH - 150, HEIGHT - 110), fill="#b3352c")
    pen.ellipse((WIDTH // 2 - 16, 130, WIDTH // 2 + 16, 162), fill="#c3c8c6")
    pen.text((WIDTH // 2, HEIGHT // 2), words, fill="white", font=ImageFont.truetype(str(KAI), 64), anchor="mm")
    out = BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return Evidence(out.getvalue(), f"{words}.jpg", "image/jpeg")
