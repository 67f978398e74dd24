"""The office's screens of applications: everything one needs to decide, and who may; each refusal names its rule."""

import pytest
from django.urls import reverse

from certificates.impartiality import RULES
from certificates.models import Application, Certificate
from tests.certificates.applying import begun, looked_at, submitted
from tests.certificates.proceedings import officers
from tests.certificates.test_impartiality import TIES, taught

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]
NAME = "wagtailsnippets_certificates_application"
REASONS = "材料齐全，符合方案要求。"


def address(application):
    return reverse(f"{NAME}:edit", args=[application.pk])


def find(code, met="yes", note=""):
    return {"deed": "find", "code": code, "met": met, "note": note}


def test_one_looks_another_grants_and_the_certificate_says_who(learner, client_of):
    marker, decider = officers(2)
    application = submitted(learner, statement="在岗三年。")
    first, second = client_of(marker), client_of(decider)
    page = second.get(address(application)).content.decode()
    for said in ("林悦", "91 / 100", "连续一个月的履职记录", "证明.pdf", "在岗三年", "还没有人核查"):
        assert said in page, said
    early = second.post(address(application), {"deed": "grant", "grant-reasons": REASONS})
    assert early.status_code == 409
    assert "没有发证：有的要求还没有认定符合" in early.content.decode()
    for one in application.requirements:
        assert first.post(address(application), find(one.code)).status_code == 302
    assert second.post(address(application), {"deed": "grant", "grant-reasons": REASONS}).status_code == 302
    certificate = Certificate.objects.get()
    assert (certificate.decided_by, certificate.holder) == (decider, learner)
    assert certificate.number in second.get(address(application)).content.decode()
    again = second.post(address(application), {"deed": "refuse", "refuse-reasons": REASONS})
    assert again.status_code == 409
    register = second.get(reverse("wagtailsnippets_certificates_certificate:inspect", args=[certificate.pk])).content.decode()
    assert decider.full_name in register


@pytest.mark.parametrize("how", TIES, ids=str)
def test_whoever_is_bound_is_told_by_which_rule(learner, client_of, how):
    marker, decider = officers(2)
    application = submitted(learner)
    bind, tie = TIES[how]
    bind(application, decider)
    looked_at(application, marker)
    theirs = client_of(decider)
    rule = str(RULES[tie])
    page = theirs.get(address(application)).content.decode()
    assert rule in page
    assert "准予发证</button>" not in page
    answer = theirs.post(address(application), {"deed": "grant", "grant-reasons": REASONS})
    assert answer.status_code == 409
    assert rule in answer.content.decode()
    assert not Certificate.objects.exists()


def test_a_second_person_lets_somebody_decide(learner, client_of):
    marker, decider, second = officers(3)
    application = looked_at(submitted(learner), marker)
    taught(learner, decider, since=application.begun_at.date())
    told = {"deed": "exempt", "exempt-person": decider.email, "exempt-reason": "其余人员出差。"}
    unknown = client_of(second).post(address(application), told | {"exempt-person": "nobody@example.org"})
    assert unknown.status_code == 422
    assert client_of(second).post(address(application), told).status_code == 302
    assert "其余人员出差" in client_of(decider).get(address(application)).content.decode()
    assert client_of(decider).post(address(application), {"deed": "grant", "grant-reasons": REASONS}).status_code == 302


def test_it_is_returned_with_the_requirements_named(learner, client_of):
    officer = officers(1)[0]
    application = submitted(learner)
    told = {"deed": "return", "return-codes": ["work"], "return-text": "请补充起止时间。"}
    assert client_of(officer).post(address(application), {**told, "return-text": ""}).status_code == 422
    assert client_of(officer).post(address(application), told).status_code == 302
    page = client_of(learner).get(reverse("certificates:apply", args=["qsd"])).content.decode()
    assert "请补充起止时间" in page
    assert "待补充" in page


def test_nothing_is_found_wanting_without_words(learner, client_of):
    officer = officers(1)[0]
    application = submitted(learner)
    assert client_of(officer).post(address(application), find("work", "no")).status_code == 409
    assert client_of(officer).post(address(application), find("nothing", "yes")).status_code == 409
    assert client_of(officer).post(address(application), {"deed": "find", "code": "work"}).status_code == 422
    assert client_of(officer).post(address(application), {"deed": "magic"}).status_code == 422
    assert not application.findings.exists()


def test_a_draft_is_nobodys_business_and_strangers_find_no_door(learner, client_of, client, examiner, regulator, administrator):
    draft, sent = begun(learner, "CQO"), submitted(learner)
    office = client_of(administrator)
    assert office.get(address(draft)).status_code == 404
    listed = office.get(reverse(f"{NAME}:list")).content.decode()
    assert str(sent.pk) in listed
    assert str(draft.pk) not in listed
    assert client.get(address(sent)).status_code == 302
    for who in (learner, examiner, regulator):
        assert client_of(who).get(address(sent)).status_code in (302, 403, 404)
        assert client_of(who).post(address(sent), find("work")).status_code in (302, 403, 404)
    assert not sent.findings.exists()


def test_the_queue_is_narrowed_to_what_waits_and_what_is_late(learner, stranger, administrator, client_of):
    late, fresh = submitted(learner), submitted(stranger)
    Application.objects.filter(pk=late.pk).update(due_at=late.begun_at)
    office = client_of(administrator)
    for query, shown in (("?which=pending", {late, fresh}), ("?which=overdue", {late}), ("?state=granted", set())):
        page = office.get(reverse(f"{NAME}:list") + query).content.decode()
        assert {one for one in (late, fresh) if str(one.pk) in page} == shown, query
