"""Who closes an account is forgotten by events and by invitations as well: as a person and as the guest of before."""

import pytest

from accounts.privacy import erasing
from events.models import GuestLetter, Registration
from organisations.models import Invitation
from tests.cast import person
from tests.events.making import make_event
from tests.organisations.making import firm, member

pytestmark = pytest.mark.django_db
BOX = "kanarienvogel@example.org"


def test_name_and_address_go_and_the_seats_stay_counted():
    user = person("金丝雀", "kanarienvogel")
    user.email = BOX
    user.save()
    there = make_event()
    Registration.objects.create(event=there, person=user, name=user.full_name, email=BOX, group="金丝雀公司", persons=2)
    Registration.objects.create(event=make_event(), person=None, name=user.full_name, email=BOX.upper(), group="金丝雀公司")
    GuestLetter.objects.create(email=BOX, name=user.full_name, language="zh-hans", code="events.seat", occasion="1", address="/")
    row = member(firm("甲公司"), user, email=BOX)
    Invitation.objects.create(organisation=row.organisation, membership=row, email=BOX, invited_by=person("经理", "boss"))
    stranger = Registration.objects.create(event=there, person=None, name="别人", email="else@example.org")

    erasing.erase(user, by=user)

    kept = Registration.objects.exclude(pk=stranger.pk)
    assert set(kept.values_list("name", "email", "group")) == {("", "", "")}
    assert sorted(kept.values_list("persons", flat=True)) == [1, 2]
    assert not GuestLetter.objects.exists()
    assert Invitation.objects.get().email == ""
    row.refresh_from_db()
    assert (row.email, row.phone) == ("", "")
    stranger.refresh_from_db()
    assert (stranger.name, stranger.email) == ("别人", "else@example.org")
