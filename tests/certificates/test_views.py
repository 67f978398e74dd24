"""The holder's pages: status, picture, document; nobody else sees them."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from certificates.decisions import decide
from certificates.issuing import issue
from certificates.models import Artefact, CertificateEvent
from certificates.status import State
from tests.reading import english, refused

pytestmark = pytest.mark.django_db
KNOWN = (r"[A-Z]{3}-\d\d(-\w{2,4}){3}", r"127\.0\.0\.1\S*", "PDF", "EN", "ICP")


def page_of(certificate):
    return reverse("certificates:certificate", args=[certificate.pk])


def pdf_of(certificate):
    return reverse("certificates:pdf", args=[certificate.pk])


def test_the_holder_sees_state_picture_document_and_link(printed, learner, client_of):
    answer = client_of(learner).get(page_of(printed))
    page = answer.content.decode()
    assert answer.status_code == 200
    for said in (
        "质量安全员培训考核合格证书",
        "有效",
        printed.number,
        "林悦",
        "下载PDF",
        "给别人查验",
        "林*",
        printed.public_url,
    ):
        assert said in page
    assert "91" not in answer.context["facts"].words().replace(printed.number, "")
    assert pdf_of(printed) in page
    assert "no-store" in answer["Cache-Control"]
    assert refused(page) == []
    assert english(page, *KNOWN) == []


def test_the_document_is_the_stored_one_under_a_chinese_name(printed, learner, client_of):
    answer = client_of(learner).get(pdf_of(printed))
    assert answer.content == Artefact.objects.get().read()
    assert answer["Content-Type"] == "application/pdf"
    name = quote(f"质量安全员培训考核合格证书-林悦-{printed.number}.pdf")
    assert answer["Content-Disposition"] == f"attachment; filename=\"{printed.number}.pdf\"; filename*=UTF-8''{name}"
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ['x"\r\nSet-Cookie: a=b', "../../etc/passwd", "a/b\\c", "<script>"])
def test_no_name_breaks_out_of_the_header(name, learner, passed, client_of, rename):
    from certificates.printing import make_pdf

    rename(learner, name.replace("\r\n", " "))
    certificate = issue(result=passed(learner))
    make_pdf(certificate)
    answer = client_of(learner).get(pdf_of(certificate))
    assert answer.status_code == 200
    assert "\n" not in answer["Content-Disposition"]
    assert "/" not in answer["Content-Disposition"]


def test_while_the_document_is_being_made_the_page_says_so_and_asking_makes_nothing(certificate, learner, client_of):
    client = client_of(learner)
    page = client.get(page_of(certificate))
    assert "PDF正在生成" in page.content.decode()
    assert "下载PDF" not in page.content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page.content.decode()
    early = client.get(pdf_of(certificate))
    assert early.status_code == 202
    assert "PDF正在生成" in early.content.decode()
    assert client.head(pdf_of(certificate)).status_code == 202
    assert not Artefact.objects.exists()


@pytest.mark.parametrize("address", [page_of, pdf_of])
def test_nobody_else_sees_a_certificate(printed, stranger, employer, regulator, client_of, client, address):
    for person in (stranger, employer, regulator):
        assert client_of(person).get(address(printed)).status_code == 404
    anonymous = client.get(address(printed))
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith(reverse("account_login"))


def test_an_administrator_may_look_at_any(printed, administrator, client_of):
    assert client_of(administrator).get(page_of(printed)).status_code == 200
    assert client_of(administrator).get(reverse("certificates:index")).context["rows"] == []


@pytest.mark.parametrize("name", ["index", "certificate", "pdf", "verify", "verification"])
def test_nothing_here_is_changed_by_asking_in_another_way(printed, learner, client_of, name):
    arguments = {"certificate": [printed.pk], "pdf": [printed.pk], "verification": [printed.number]}.get(name, [])
    for method in ("post", "put", "delete"):
        assert getattr(client_of(learner), method)(reverse(f"certificates:{name}", args=arguments)).status_code == 405


def test_a_withdrawn_certificate_says_so_to_its_holder(printed, learner, administrator, client_of):
    decide(printed, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    page = client_of(learner).get(page_of(printed)).content.decode()
    assert "证书已撤销" in page
    assert "自撤销之日起无效" in page
    assert "编号、状态、决定日期与理由类别" in page


def test_of_what_has_ended_nothing_new_is_offered(printed, learner, administrator, client_of):
    offered = [reverse("certificates:renewal", args=[printed.pk]), reverse("certificates:rendering", args=[printed.pk, "en"])]
    before = client_of(learner).get(page_of(printed)).content.decode()
    assert [address in before for address in offered] == [True, True]
    decide(printed, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    after = client_of(learner).get(page_of(printed)).content.decode()
    assert [address in after for address in offered] == [False, False]


def test_a_hostile_name_stays_text(learner, passed, client_of, rename):
    rename(learner, "<script>alert(1)</script>")
    certificate = issue(result=passed(learner))
    page = client_of(learner).get(page_of(certificate)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_list_shows_ones_own_and_what_is_left(printed, learner, stranger, passed, client_of, time_machine):
    issue(result=passed(stranger))
    rows = client_of(learner).get(reverse("certificates:index")).context["rows"]
    assert [(row.certificate, row.word) for row in rows] == [(printed, "有效")]
    time_machine.move_to(f"{printed.valid_until} 09:00:00+08:00")
    page = client_of(learner).get(reverse("certificates:index")).content.decode()
    assert "今天到期" in page
    assert "0天后" not in page


def test_without_a_certificate_the_list_says_how_to_get_one(learner, client_of):
    page = client_of(learner).get(reverse("certificates:index")).content.decode()
    assert "还没有证书" in page
    assert english(page, *KNOWN) == []


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_the_page_is_there_in_every_language(printed, learner, client_of, language):
    answer = client_of(learner).get(f"/{language}{page_of(printed)}")
    assert answer.status_code == 200
    said = {"en": "Certificate of Training and Examination", "zh-hant": '<html lang="zh-Hant">'}[language]
    assert said in answer.content.decode()
