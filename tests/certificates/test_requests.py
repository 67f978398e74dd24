"""What holders ask for on their pages: an answer, an appeal, another name, the end; strangers find nothing there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates import correcting
from certificates.models import Certificate, Correction, Enclosure
from certificates.status import Status
from tests.certificates.proceedings import REASONS, decided

pytestmark = pytest.mark.django_db


def pdf():
    from io import BytesIO

    import pikepdf

    with pikepdf.new() as document:
        document.add_blank_page()
        out = BytesIO()
        document.save(out)
    return SimpleUploadedFile("更名文件.pdf", out.getvalue())


@pytest.fixture
def holder(learner, client_of):
    return client_of(learner)


def test_the_holder_finds_the_reasons_and_answers_with_a_file(certificate, intended, holder, client_of, office):
    assert "拟作处理：撤销" in holder.get(certificate.get_absolute_url()).content.decode()
    page = holder.get(intended.get_absolute_url()).content.decode()
    assert REASONS in page
    assert office[0].full_name not in page
    answer = holder.post(reverse("certificates:statement", args=[intended.pk]), {"text": "学校已更名。", "evidence": [pdf()]})
    assert answer.status_code == 302
    file = Enclosure.objects.get()
    assert "学校已更名。" in client_of(office[1]).get(intended.get_absolute_url()).content.decode()
    handed = holder.get(file.get_absolute_url())
    assert handed["Content-Disposition"].startswith("attachment")
    assert handed.content.startswith(b"%PDF-")


def test_an_empty_answer_and_a_file_of_another_kind_are_refused_and_nothing_is_kept(intended, holder):
    address = reverse("certificates:statement", args=[intended.pk])
    empty = holder.post(address, {"text": ""})
    assert (empty.status_code, "请写下您的陈述。" in empty.content.decode()) == (422, True)
    wrong = holder.post(address, {"text": "见附件。", "evidence": [SimpleUploadedFile("a.pdf", b"MZ not a pdf")]})
    assert (wrong.status_code, "a.pdf" in wrong.content.decode()) == (422, True)
    assert intended.steps.count() == 1
    assert not Enclosure.objects.exists()


def test_after_the_decision_the_holder_appeals_once(certificate, intended, holder, office):
    decided(intended, office[1])
    assert "提交申诉" in holder.get(intended.get_absolute_url()).content.decode()
    address = reverse("certificates:appeal", args=[intended.pk])
    holder.post(address, {"text": "更名文件未被采纳。"})
    intended.refresh_from_db()
    assert intended.state == "appealed"
    holder.post(address, {"text": "再次申诉。"})
    assert intended.steps.filter(kind="appealed").count() == 1


def addresses(certificate, intended, file):
    return [
        ("get", intended.get_absolute_url()),
        ("get", file.get_absolute_url()),
        ("post", reverse("certificates:statement", args=[intended.pk])),
        ("post", reverse("certificates:appeal", args=[intended.pk])),
        ("get", reverse("certificates:correction", args=[certificate.pk])),
        ("post", reverse("certificates:correction", args=[certificate.pk])),
        ("get", reverse("certificates:cancellation", args=[certificate.pk])),
        ("post", reverse("certificates:cancellation", args=[certificate.pk])),
    ]


def test_strangers_and_other_staff_find_nothing_and_nobody_signed_out_does(
    certificate, intended, holder, stranger, examiner, client_of, client
):
    holder.post(reverse("certificates:statement", args=[intended.pk]), {"text": "见附件。", "evidence": [pdf()]})
    for method, address in addresses(certificate, intended, Enclosure.objects.get()):
        for who in (stranger, examiner):
            assert getattr(client_of(who), method)(address).status_code == 404, address
        assert getattr(client, method)(address).status_code == 302, address
    assert Certificate.objects.get().status == Status.VALID


def test_an_officer_reads_but_does_not_speak_for_the_holder(certificate, intended, office, client_of):
    officer = client_of(office[2])
    assert officer.get(intended.get_absolute_url()).status_code == 200
    for name, pk in (
        ("statement", intended.pk),
        ("appeal", intended.pk),
        ("correction", certificate.pk),
        ("cancellation", certificate.pk),
    ):
        assert officer.post(reverse(f"certificates:{name}", args=[pk]), {"text": "代答。", "sure": "on"}).status_code == 404


def test_a_deed_is_a_post(intended, holder):
    for name in ("statement", "appeal"):
        assert holder.get(reverse(f"certificates:{name}", args=[intended.pk])).status_code == 405


# --- another name ---------------------------------------------------------------------------------------


def asked(holder, certificate, name="林玥"):
    return holder.post(
        reverse("certificates:correction", args=[certificate.pk]), {"name": name, "text": "录入有误。", "evidence": [pdf()]}
    )


def test_a_name_is_corrected_on_evidence_and_the_certificate_issued_anew(certificate, holder, office, learner):
    assert asked(holder, certificate).status_code == 302
    correction = Correction.objects.get()
    assert correction.enclosures.count() == 1
    made = correcting.grant(correction=correction, by=office[0])
    assert (made.holder_name, made.supersedes) == ("林玥", certificate)
    page = holder.get(certificate.get_absolute_url()).content.decode()
    assert made.number in page
    assert Correction.objects.get().successor == made


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("林悦", "证书上已经是这个姓名。"),
        ("林\U0002a6a5", "U+2A6A5"),
        ("林\u202e悦", "U+202E"),
        ("林\u200f悦", "U+200F"),
        ("长" * 200, "200"),
        ("", "请按身份证填写姓名。"),
    ],
)
def test_a_name_that_cannot_be_is_refused_at_once(certificate, holder, name, said):
    answer = asked(holder, certificate, name)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Correction.objects.exists()


def test_one_request_at_a_time_and_none_without_evidence(certificate, holder):
    bare = holder.post(reverse("certificates:correction", args=[certificate.pk]), {"name": "林玥", "text": "有误。"})
    assert bare.status_code == 422
    asked(holder, certificate)
    asked(holder, certificate, "林月")
    assert Correction.objects.get().name == "林玥"


def test_a_request_is_refused_with_reasons_by_somebody_else_than_the_holder(certificate, holder, office, learner, examiner):
    asked(holder, certificate)
    correction = Correction.objects.get()
    for who in (learner, examiner):
        with pytest.raises(correcting.NotImpartial):
            correcting.refuse(correction=correction, by=who, reasons="证件不符。")
    correcting.refuse(correction=correction, by=office[0], reasons="证件不符。")
    assert "证件不符。" in holder.get(certificate.get_absolute_url()).content.decode()
    with pytest.raises(correcting.NotPossible):
        correcting.grant(correction=correction, by=office[0])
    assert Certificate.objects.count() == 1


# --- the end --------------------------------------------------------------------------------------------


def test_a_holder_gives_a_certificate_up_after_saying_that_it_is_meant(certificate, holder):
    address = reverse("certificates:cancellation", args=[certificate.pk])
    assert holder.post(address).status_code == 422
    assert Certificate.objects.get().status == Status.VALID
    assert holder.post(address, {"sure": "on"}).status_code == 302
    assert Certificate.objects.get().status == Status.CANCELLED


def test_a_name_with_an_agreed_substitute_can_be_asked_for(certificate, holder, office, learner):
    from certificates import substituting

    name = "林\U0002a6a5"
    agreed = substituting.propose(holder=learner, name=name, printed="林龘", kind="variant", reasons="异体字", by=office[0])
    substituting.agree(substitute=agreed, by=learner)
    asked(holder, certificate, name)
    made = correcting.grant(correction=Correction.objects.get(), by=office[0])
    assert (made.holder_name, made.printed_name) == (name, "林龘")
