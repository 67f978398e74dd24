"""The applicant's pages: saved as a draft, checked, submitted once; wrong files refused in words; nobody else's business."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from certificates import granting
from certificates.models import Application, Certificate, Evidence
from exams.models import Case
from tests.certificates.applying import begun, granted, submitted
from tests.certificates.conftest import make_result
from tests.certificates.learning import pdf
from tests.certificates.proceedings import officers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]
APPLY = "/certificates/apply/qsd/"
CODES = ("education", "work", "equivalent", "month_file")


def at(name, thing):
    return reverse(f"certificates:{name}", args=[thing.pk])


def photo(kind="JPEG"):
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()


def upload(content=None, name="证明.pdf"):
    return SimpleUploadedFile(name, content or pdf(name))


def filled(**changes):
    return {"entry": "0", "statement": "", **{code: upload(pdf(code)) for code in CODES}, **changes}


def test_a_photograph_is_saved_checked_and_submitted(learner, client_of):
    mine = client_of(learner)
    make_result(learner, exam="QSD")
    page = mine.get(APPLY).content.decode()
    for said in (
        "考试已合格：100分中得91分",
        "在本平台还没有学满课程的24学时",
        "还没有材料",
        "专科及以上学历，从事质量或者安全工作满2年",
    ):
        assert said in page, said
    assert not Application.objects.exists(), "to look is not to begin"
    saved = mine.post(APPLY, {"entry": "", "statement": "", "work": upload(photo(), "IMG_2041.JPG"), "save": "1"})
    assert saved["Location"] == APPLY
    page = mine.get(APPLY).content.decode()
    assert "IMG_2041.JPG" in page
    application = Application.objects.get()
    checked = mine.post(APPLY, {**filled(), "check": "1"})
    assert checked["Location"] == at("submission", application)
    page = mine.get(checked["Location"]).content.decode()
    assert "材料齐了" in page
    assert mine.post(checked["Location"], {}).status_code == 422, "without the pledge"
    sent = mine.post(checked["Location"], {"pledge-0": "on"})
    assert sent["Location"] == at("application", application)
    again = mine.post(checked["Location"], {"pledge-0": "on"})
    assert again["Location"] == at("application", application), "the second click"
    assert mine.get(APPLY)["Location"] == at("application", application)
    page = mine.get(sent["Location"]).content.decode()
    for said in ("已提交，等待决定", "IMG_2041.JPG", "提交申请"):
        assert said in page, said


def test_the_check_names_what_is_missing_and_submits_nothing(learner, client_of):
    mine = client_of(learner)
    mine.post(APPLY, {"statement": "", "education": upload()})
    application = Application.objects.get()
    page = mine.get(at("submission", application)).content.decode()
    for said in ("还不能提交", "请先通过考试", "请选择您符合哪一条申请条件", f'href="{APPLY}#month_file"'):
        assert said in page, said
    assert f'href="{APPLY}#education"' not in page
    assert mine.post(at("submission", application), {"pledge-0": "on"}).status_code == 422
    application.refresh_from_db()
    assert application.state == "draft"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<html><script>alert(1)</script></html>", "证明.pdf", "不是PDF、PNG或JPEG"),
        (b"%PDF-1.7\n" + b"0" * (30 * 1024 * 1024), "大.pdf", "30.0"),
        (b"MZ" + b"\0" * 2000, "证明.pdf", "不是PDF、PNG或JPEG"),
        (b"GIF89a/*" + b"\0" * 200, "图.png", "不是PDF、PNG或JPEG"),
        (b"%PDF-1.7 broken", "证明.pdf", "损坏"),
    ],
    ids=["html as pdf", "30 MB", "program", "gif", "broken"],
)
def test_a_wrong_file_is_refused_in_words_and_the_others_are_kept(learner, client_of, content, name, said):
    answer = client_of(learner).post(APPLY, filled(work=upload(content, name)))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert name in answer.content.decode()
    assert set(Evidence.objects.values_list("code", flat=True)) == {*CODES} - {"work"}


def test_u05_a_polyglot_is_handed_out_as_what_its_bytes_begin_with_and_never_shown(learner, client_of):
    mine = client_of(learner)
    both = photo() + b"<html><script>alert(1)</script></html>"
    mine.post(APPLY, {"work": upload(both, "..\\..\\etc/passwd\u202egpj.html")})
    kept = Evidence.objects.get()
    assert kept.name == "passwdgpj.html.jpg"
    answer = mine.get(at("application_evidence", kept))
    assert answer.content == both
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer["Cache-Control"]
    assert "/" not in kept.key.removeprefix("evidence/")


def test_the_sixth_file_of_a_requirement_is_refused(learner, client_of):
    def files(many: int) -> list[SimpleUploadedFile]:
        return [upload(pdf(f"page {n}"), f"{n}.pdf") for n in range(many)]

    assert client_of(learner).post(APPLY, {"work": files(6)}).status_code == 422
    begun(learner)
    answer = client_of(learner).post(APPLY, {"work": files(5)})
    assert answer.status_code == 422
    assert "每项要求最多5个文件" in answer.content.decode()


def test_a_file_is_taken_out_and_the_draft_deleted(learner, client_of):
    mine, draft = client_of(learner), begun(learner)
    work = draft.evidence.get(code="work")
    assert mine.post(at("evidence_removal", work))["Location"] == APPLY
    assert mine.post(at("evidence_removal", work)).status_code == 404, "the second click"
    assert mine.post(at("application_withdrawal", draft))["Location"] == reverse("certificates:index")
    assert mine.post(at("application_withdrawal", draft)).status_code == 404
    assert not Evidence.objects.exists()


def test_what_was_submitted_is_taken_back_on_its_page(learner, client_of):
    mine, sent = client_of(learner), submitted(learner)
    assert mine.post(at("application_withdrawal", sent))["Location"] == at("application", sent)
    page = mine.get(at("application", sent)).content.decode()
    assert "申请人已撤回" in page
    assert "重新申请" in page
    assert mine.post(at("application_withdrawal", sent)).status_code == 302
    assert sent.steps.count() == 2


DOORS = ("application", "submission", "application_withdrawal", "application_appeal")


@pytest.mark.parametrize("who", ["stranger", "examiner", "regulator", "administrator"], ids=str)
def test_nobody_else_goes_through_any_door(learner, client_of, client, who, request):
    sent, draft = submitted(learner), begun(learner, "CQO")
    theirs = client_of(request.getfixturevalue(who))
    for name in DOORS:
        for thing in (sent, draft):
            ask = theirs.get if name in ("application", "submission") else theirs.post
            assert ask(at(name, thing)).status_code == 404, name
            assert client.post(at(name, thing)).status_code in (302, 405), "anonymous"
    kept, private = sent.evidence.first(), draft.evidence.first()
    assert theirs.get(at("application_evidence", private)).status_code == 404
    assert theirs.get(at("application_evidence", kept)).status_code == (200 if who == "administrator" else 404)
    assert theirs.post(at("evidence_removal", private)).status_code == 404
    assert client.get(at("application_evidence", kept)).status_code == 302
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_the_wrong_method_changes_nothing(learner, client_of):
    mine, draft = client_of(learner), begun(learner)
    for name in ("application_withdrawal", "application_appeal"):
        assert mine.get(at(name, draft)).status_code == 405
    assert mine.post(at("application", draft)).status_code == 405
    assert mine.get(at("evidence_removal", draft.evidence.first())).status_code == 405


def test_what_is_issued_by_rule_needs_no_application_and_the_unknown_is_not_there(learner, client_of):
    mine = client_of(learner)
    answer = mine.get("/certificates/apply/qso/", follow=True)
    assert "考试合格后即发" in answer.content.decode()
    assert mine.get("/certificates/apply/xyz/").status_code == 404


def test_a_refusal_names_its_reasons_and_the_way_to_appeal(learner, client_of):
    sent = submitted(learner)
    granting.refuse(application=sent, by=officers(1)[0], reasons="履职记录不足一个月。")
    mine = client_of(learner)
    page = mine.get(at("application", sent)).content.decode()
    for said in ("已决定：不予发证", "履职记录不足一个月", "您可以在", "前申诉", "重新申请"):
        assert said in page, said
    assert mine.post(at("application_appeal", sent), {"text": ""}).status_code == 422
    for _ in range(2):
        mine.post(at("application_appeal", sent), {"text": "记录齐全，第二本没有看到。"})
    case = Case.objects.get()
    assert (case.opened_by, case.kind) == (learner, "appeal")
    assert case.get_absolute_url() in mine.get(at("application", sent)).content.decode()


def test_there_is_no_appeal_after_its_days(learner, client_of, time_machine):
    sent = submitted(learner)
    granting.refuse(application=sent, by=officers(1)[0], reasons="履职记录不足一个月。")
    sent.refresh_from_db()
    time_machine.move_to(sent.decided_at.replace(year=sent.decided_at.year + 1))
    client_of(learner).post(at("application_appeal", sent), {"text": "晚了。"})
    assert not Case.objects.exists()


def test_it_is_found_from_the_certificates_the_dashboard_and_the_result(learner, client_of):
    mine, result = client_of(learner), make_result(learner, exam="QSD")
    places = (reverse("certificates:index"), reverse("courses:dashboard"), result.get_absolute_url())
    assert APPLY in mine.get(places[0]).content.decode()
    assert APPLY in mine.get(places[2]).content.decode()
    begun(learner)
    for place in places:
        page = mine.get(place).content.decode()
        assert APPLY in page, place
        assert "草稿，尚未提交" in page, place


def test_what_one_applies_for_already_is_not_offered_again(learner, client_of):
    sent = submitted(learner)
    page = client_of(learner).get(reverse("certificates:index")).content.decode()
    assert APPLY not in page
    offered = page.partition("application__below")[2].partition("</p>")[0]
    assert f'href="{sent.get_absolute_url()}"' in offered
    assert "已申请" in offered


def test_a_granted_one_leads_to_its_certificate(learner, client_of):
    marker, decider = officers(2)
    sent = submitted(learner)
    certificate = granted(sent, marker, decider)
    mine = client_of(learner)
    assert certificate.get_absolute_url() in mine.get(at("application", sent)).content.decode()
    assert mine.get(certificate.get_absolute_url()).status_code == 200
    assert Certificate.objects.count() == 1
