"""The office's list of renewals: who ends soon and lacks what, at the same cost for two and for twenty, and for nobody else."""

import datetime as dt

import pytest

from core.dates import today
from tests.certificates.crowd import crowd
from tests.certificates.learning import enough, in_window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]
DUE = "/certificates/renewals/"


def ending(size, days):
    start = today() - dt.timedelta(days=900)
    return crowd(size, valid_from=start, valid_until=today() + dt.timedelta(days=days))


def test_it_names_who_ends_soon_and_what_is_missing(administrator, client_of):
    ending(1, 90)
    late = ending(1, 400)[0]
    page = client_of(administrator).get(DUE).content.decode()
    assert page.count('scope="row"') == 1
    assert late.number not in page
    assert "学时" in page


def test_who_has_everything_can_be_renewed(certificate, administrator, client_of, time_machine):
    enough(certificate)
    time_machine.move_to(in_window(certificate))
    page = client_of(administrator).get(DUE).content.decode()
    assert certificate.number in page
    assert "可以续期" in page


def test_those_that_ended_lately_are_on_it_and_others_are_not(administrator, client_of):
    shown, gone = ending(1, -30)[0], ending(1, -200)[0]
    withdrawn = crowd(1, state="withdrawn", valid_until=today() + dt.timedelta(days=30))[0]
    page = client_of(administrator).get(DUE).content.decode()
    assert shown.number in page
    assert gone.number not in page
    assert withdrawn.number not in page


def test_strangers_and_examiners_do_not_see_it(client, client_of, learner, examiner):
    assert client.get(DUE).status_code == 302
    for person in (learner, examiner):
        assert client_of(person).get(DUE).status_code == 403
    assert client_of(learner).post(DUE).status_code == 405
