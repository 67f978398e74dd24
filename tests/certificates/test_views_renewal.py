"""The holder's way to the next certificate, page by page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.models import ActivityClaim, Certificate, SectorDeclaration
from core.dates import today
from tests.certificates.learning import claimed, enough, in_window, lesson, pdf

pytestmark = pytest.mark.django_db
FILLED = {"title": "产品质量法实务班", "organiser": "珠海市质量协会", "kind": "course", "area": "law", "hours": "7.5"}


def at(name, thing):
    return reverse(f"certificates:{name}", args=[thing.pk])


def filled(**changes):
    file = SimpleUploadedFile("证明.pdf", pdf())
    return {**FILLED, "done_on": today().isoformat(), "file": file, **changes}


def test_the_page_says_what_is_missing_and_what_counts(certificate, learner, client_of):
    lesson(learner, 90, today())
    page = client_of(learner).get(at("renewal", certificate)).content.decode()
    for said in ("还差22学时", "合计须满24学时", "“质量法治与质量安全”须满6学时，还差4学时", "平台课程学习记录1条", "2 / 24学时"):
        assert said in page
    assert "立即续期" not in page


def test_a_stranger_finds_none_of_it(certificate, stranger, learner, client_of):
    claim = claimed(learner)
    theirs = client_of(stranger)
    for name, thing in (("renewal", certificate), ("activities", certificate), ("activity_evidence", claim)):
        assert theirs.get(at(name, thing)).status_code == 404
    for name, thing in (("renewal_application", certificate), ("renewal_sector", certificate), ("activity_withdrawal", claim)):
        assert theirs.post(at(name, thing)).status_code == 404
        assert client_of(learner).get(at(name, thing)).status_code == 405


def test_the_register_reads_a_ledger_but_does_not_act_in_it(certificate, administrator, client_of, time_machine):
    enough(certificate)
    time_machine.move_to(in_window(certificate))
    office = client_of(administrator)
    assert "立即续期" not in office.get(at("renewal", certificate)).content.decode()
    assert office.post(at("renewal_application", certificate)).status_code == 404


def test_who_is_complete_renews_with_one_click_and_sees_the_new_certificate(certificate, learner, client_of, time_machine):
    enough(certificate)
    time_machine.move_to(in_window(certificate))
    mine = client_of(learner)
    assert "立即续期" in mine.get(at("renewal", certificate)).content.decode()
    answer = mine.post(at("renewal_application", certificate))
    renewed = Certificate.objects.get(supersedes=certificate)
    assert answer["Location"] == renewed.get_absolute_url()
    assert mine.post(at("renewal_application", certificate))["Location"] == renewed.get_absolute_url()
    assert "此证书不能续期" in mine.get(at("renewal", certificate)).content.decode()


def test_who_is_not_is_told_why_and_nothing_happens(certificate, learner, client_of):
    answer = client_of(learner).post(at("renewal_application", certificate))
    assert answer.status_code == 409
    assert "没有续期，原因见本页" in answer.content.decode()
    assert Certificate.objects.count() == 1


def test_an_activity_is_handed_in_with_its_file(certificate, learner, client_of):
    mine = client_of(learner)
    assert mine.post(at("activities", certificate), filled()).status_code == 302
    claim = ActivityClaim.objects.get()
    assert (str(claim.hours), claim.evidence_name, claim.holder) == ("7.5", "证明.pdf", learner)
    assert "审核中" in mine.get(at("renewal", certificate)).content.decode()
    assert mine.get(at("activity_evidence", claim)).content == pdf()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "请填写活动名称"),
        ({"done_on": "2099-01-01"}, "这一天还没有到"),
        ({"done_on": "昨天"}, "2026-11-27的形式"),
        ({"hours": "7.3"}, "以0.5为单位"),
        ({"hours": "NaN"}, "学时请填数字"),
        ({"hours": "1e9"}, "最多80学时"),
        ({"hours": "0"}, "至少0.5学时"),
        ({"kind": "lesson"}, "请从列出的选项里选"),
        ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "不是PDF、PNG或JPEG"),
        ({"file": ""}, "请选择证明文件"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(changes, said, certificate, learner, client_of):
    answer = client_of(learner).post(at("activities", certificate), filled(**changes))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not ActivityClaim.objects.exists()


def test_the_same_file_twice_is_refused_in_words(certificate, learner, client_of):
    mine = client_of(learner)
    mine.post(at("activities", certificate), filled())
    answer = mine.post(at("activities", certificate), filled(title="另一个"))
    assert (answer.status_code, "另一项活动的证明" in answer.content.decode()) == (422, True)


def test_a_claim_is_taken_back_from_the_page(certificate, learner, client_of):
    claim = claimed(learner)
    assert client_of(learner).post(at("activity_withdrawal", claim))["Location"] == at("renewal", certificate)
    claim.refresh_from_db()
    assert claim.verdict == "withdrawn"


def test_the_sector_is_declared_and_changes_what_a_year_asks_for(certificate, learner, client_of):
    mine = client_of(learner)
    assert mine.post(at("renewal_sector", certificate), {"profile": "fishing"}).status_code == 422
    mine.post(at("renewal_sector", certificate), {"profile": "food"})
    assert SectorDeclaration.objects.get().profile == "food"
    assert "40小时（每小时60分钟）" in mine.get(at("renewal", certificate)).content.decode()
