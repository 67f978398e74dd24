"""The office decides about activities elsewhere: with hours, or with a reason."""

import pytest
from django.urls import reverse

from notices.models import Notice
from tests.certificates.learning import claimed

pytestmark = pytest.mark.django_db
QUEUE = "/certificates/activities/"


def decided(client, claim, **told):
    return client.post(reverse("certificates:claim_decision", args=[claim.pk]), told, follow=True).content.decode()


def test_hours_are_recognised_from_the_queue(learner, administrator, client_of):
    claim, office = claimed(learner), client_of(administrator)
    assert "产品质量法实务班" in office.get(QUEUE).content.decode()
    assert "已决定" in decided(office, claim, verdict="verified", granted="6.5")
    assert str(learner.education_credits.get().hours) == "6.5"
    assert "没有待审核的活动" in office.get(QUEUE).content.decode()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"verdict": "refused", "reason": ""}, "须写明理由"),
        ({"verdict": "verified", "granted": "9"}, "不得多于申报学时"),
        ({"verdict": "verified", "granted": "x"}, "学时请填数字"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_decided(told, said, learner, administrator, client_of):
    claim = claimed(learner)
    assert said in decided(client_of(administrator), claim, **told)
    claim.refresh_from_db()
    assert claim.is_pending


def test_a_refusal_reaches_its_holder_with_the_reason(certificate, learner, administrator, client_of):
    decided(client_of(administrator), claimed(learner), verdict="refused", reason="证明上没有姓名")
    page = client_of(learner).get(reverse("certificates:renewal", args=[certificate.pk])).content.decode()
    assert "证明上没有姓名" in page


def test_only_who_keeps_the_register_decides(learner, stranger, examiner, client_of):
    claim = claimed(learner)
    for person in (learner, stranger, examiner):
        assert client_of(person).get(QUEUE).status_code == 403
        answer = client_of(person).post(reverse("certificates:claim_decision", args=[claim.pk]), {"verdict": "verified"})
        assert answer.status_code == 403


def test_the_desk_says_how_many_wait_and_leads_there(learner, administrator, client_of):
    claimed(learner)
    page = client_of(administrator).get("/exams/desk/").content.decode()
    assert "有1项持证人的活动等您决定" in page
    assert 'href="/certificates/activities/"' in page
    own = claimed(administrator, "2")
    assert "有1项持证人的活动等您决定" in client_of(administrator).get("/exams/desk/").content.decode(), own


def test_recognised_hours_are_taken_back_with_a_reason_and_the_holder_is_told(learner, administrator, client_of):
    office = client_of(administrator)
    decided(office, claimed(learner), verdict="verified", granted="6.5")
    credit = learner.education_credits.get()
    back, page = reverse("certificates:reversal", args=[credit.pk]), reverse("certificates:recognised")
    assert "须写明原因" in office.post(back, {"reason": " "}, follow=True).content.decode()
    assert learner.education_credits.count() == 1
    for _click in range(2):
        office.post(back, {"reason": "主办单位否认"})
    assert sum(one.hours for one in learner.education_credits.all()) == 0
    assert "主办单位否认" in office.get(page).content.decode()
    told = Notice.objects.filter(reader=learner).newest()
    assert [one.code for one in told] == ["certificates.taken_back", "certificates.recognised"]
    assert "主办单位否认" in told[0].text


def test_a_refusal_is_told_with_its_reason(learner, administrator, client_of):
    decided(client_of(administrator), claimed(learner), verdict="refused", reason="证明上没有姓名")
    told = Notice.objects.get(reader=learner)
    assert (told.code, told.delivery) == ("certificates.not_recognised", "at_once")
    assert "证明上没有姓名" in told.text


def test_only_who_keeps_the_register_takes_hours_back(learner, stranger, examiner, administrator, client_of):
    decided(client_of(administrator), claimed(learner), verdict="verified", granted="6.5")
    back = reverse("certificates:reversal", args=[learner.education_credits.get().pk])
    for person in (learner, stranger, examiner):
        assert client_of(person).get(reverse("certificates:recognised")).status_code == 403
        assert client_of(person).post(back, {"reason": "x"}).status_code == 403
    assert learner.education_credits.count() == 1
