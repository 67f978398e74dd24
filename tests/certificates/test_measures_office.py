"""The office's screens: measures are announced, decided and lifted there, names corrected; each by who may."""

import pytest
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from certificates import correcting
from certificates.decisions import decide
from certificates.models import Certificate, CertificateEvent, Proceeding
from certificates.status import State, Status
from tests.certificates.proceedings import REASONS, announced, answered, decided

pytestmark = pytest.mark.django_db
NAME = "wagtailsnippets_certificates_proceeding"


def address(proceeding):
    return reverse(f"{NAME}:edit", args=[proceeding.pk])


def test_a_measure_is_announced_answered_decided_and_lifted(certificate, office, client_of):
    first, second = client_of(office[0]), client_of(office[1])
    told = {"number": certificate.number, "measure": "suspended", "ground": "complaint", "reasons": REASONS}
    assert first.post(reverse(f"{NAME}:add"), told).status_code == 302
    proceeding = Proceeding.objects.get()
    decision = {"deed": "decide", "decide-decision": "suspended", "decide-reasons": "属实。", "decide-months": "3"}
    assert second.post(address(proceeding), decision).status_code == 409
    answered(proceeding)
    assert first.post(address(proceeding), decision).status_code == 409
    assert second.post(address(proceeding), decision).status_code == 302
    assert Certificate.objects.get().status == Status.SUSPENDED
    page = second.get(address(proceeding)).content.decode()
    assert "解除暂停" in page
    assert "延长暂停" in page
    second.post(address(proceeding), {"deed": "reinstate", "reinstate-reasons": "已整改。"})
    assert Certificate.objects.get().status == Status.VALID


def test_an_unknown_number_and_a_second_measure_are_refused(certificate, office, client_of):
    officer = client_of(office[0])
    told = {"number": "QSO-26-2222-2222-22", "measure": "suspended", "ground": "complaint", "reasons": REASONS}
    assert officer.post(reverse(f"{NAME}:add"), told).status_code == 422
    announced(certificate, office[1])
    assert officer.post(reverse(f"{NAME}:add"), told | {"number": certificate.number}).status_code == 409


def test_an_appeal_is_offered_to_a_third_officer_alone(certificate, office, client_of):
    from certificates import objecting

    proceeding = decided(announced(certificate, office[0]), office[1])
    objecting.appeal(proceeding=proceeding, by=certificate.holder, text="更名文件未被采纳。")
    offered = ["决定申诉" in client_of(who).get(address(proceeding)).content.decode() for who in office]
    assert offered == [False, False, True]


def test_what_is_overdue_is_found(certificate, office, client_of, time_machine):
    proceeding = announced(certificate, office[0])
    time_machine.move_to(proceeding.due_at.replace(year=proceeding.due_at.year + 1))
    page = client_of(office[1]).get(reverse(f"{NAME}:list"), {"which": "overdue"}).content.decode()
    assert certificate.number in page
    assert "已逾期" in page


def test_the_list_names_the_day_on_which_something_is_due(certificate, office, client_of):
    proceeding = announced(certificate, office[0])
    day = proceeding.due_at.astimezone(get_current_timezone())
    page = client_of(office[1]).get(reverse(f"{NAME}:list")).content.decode()
    assert f"{day.year}年{day.month}月{day.day}日" in page


def test_a_name_is_corrected_at_the_office(certificate, office, client_of, learner):
    correction = correcting.ask(certificate=certificate, by=learner, name="林玥", text="录入有误。", files=[])
    there = reverse("wagtailsnippets_certificates_correction:edit", args=[correction.pk])
    officer = client_of(office[0])
    assert officer.post(there, {"refuse": "1", "reasons": ""}).status_code == 422
    assert officer.post(there, {"grant": "1"}).status_code == 302
    assert Certificate.objects.live().get().holder_name == "林玥"
    assert officer.post(there, {"refuse": "1", "reasons": "重复。"}).status_code == 409


@pytest.mark.parametrize("who", ["learner", "stranger", "examiner", "regulator"])
def test_nobody_else_opens_these_screens(request, certificate, office, client_of, who):
    proceeding = announced(certificate, office[0])
    client = client_of(request.getfixturevalue(who))
    for there in (reverse(f"{NAME}:list"), reverse(f"{NAME}:add"), address(proceeding)):
        assert client.get(there).status_code in (302, 403), there
    assert client.post(address(proceeding), {"deed": "suspend", "suspend-reasons": "无。"}).status_code in (302, 403)
    assert Certificate.objects.get().status == Status.VALID


def test_the_certificates_own_screen_leads_to_a_measure_against_it_while_it_is_live(certificate, administrator, client_of):
    screen = reverse("wagtailsnippets_certificates_certificate:inspect", args=[certificate.pk])
    address = reverse("wagtailsnippets_certificates_proceeding:add") + f"?number={certificate.number}"
    assert address in client_of(administrator).get(screen).content.decode()
    assert f'value="{certificate.number}"' in client_of(administrator).get(address).content.decode()
    decide(certificate, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    assert address not in client_of(administrator).get(screen).content.decode()
