"""The register in the admin: it is found and looked at; nobody edits it."""

import pytest
from django.urls import reverse

from certificates.decisions import decide
from certificates.issuing import issue
from certificates.models import CertificateEvent, SchemeVersion
from certificates.status import State

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_certificates_certificate:list"


@pytest.fixture
def office(administrator, client_of):
    return client_of(administrator)


def test_the_register_is_searched_by_number_and_by_name(certificate, stranger, passed, office):
    other = issue(result=passed(stranger))
    for query in (certificate.number[7:11], "林悦"):
        page = office.get(reverse(LIST), {"q": query}).content.decode()
        assert certificate.number in page
        assert other.number not in page


def test_the_register_is_filtered_by_state(certificate, stranger, passed, administrator, office):
    other = issue(result=passed(stranger))
    decide(other, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    page = office.get(reverse(LIST), {"state": "suspended"}).content.decode()
    assert other.number in page
    assert "已暂停" in page
    assert certificate.number not in page


def test_a_certificate_is_shown_with_what_was_decided(printed, administrator, office):
    decide(printed, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT, public_note="另行公告")
    page = office.get(reverse("wagtailsnippets_certificates_certificate:inspect", args=[printed.pk])).content.decode()
    for said in ("已撤销", "林悦", printed.artefacts.get().sha256, "成绩复核", "另行公告", "郑管理", "按规则"):
        assert said in page


def test_a_version_of_a_scheme_is_shown_in_words(schemes, office):
    version = SchemeVersion.objects.get(scheme__code="QSO")
    page = office.get(reverse("wagtailsnippets_certificates_schemeversion:inspect", args=[version.pk])).content.decode()
    for said in ("质量安全员培训考核合格证书", "<dt>培训学时</dt><dd>16</dd>", "完成“质量安全员课程”"):
        assert said in page


@pytest.mark.parametrize("model", ["certificate", "schemeversion"])
@pytest.mark.parametrize("deed", ["add", "edit", "delete"])
def test_nothing_in_the_register_is_edited_by_hand(certificate, office, model, deed):
    pk = certificate.pk if model == "certificate" else certificate.scheme_version_id
    address = reverse(f"wagtailsnippets_certificates_{model}:{deed}", args=[] if deed == "add" else [pk])
    for answer in (office.get(address), office.post(address, {"number": "QSO-26-2222-2222-22"})):
        assert answer.status_code == 302
    certificate.refresh_from_db()


@pytest.mark.parametrize("who", ["learner", "examiner", "regulator", "school"])
def test_nobody_but_an_administrator_opens_the_register(request, certificate, client_of, who):
    answer = client_of(request.getfixturevalue(who)).get(reverse(LIST))
    assert answer.status_code in (302, 403)


def test_an_operator_issues_and_prints_what_is_due(learner, stranger, passed, rename, capsys):
    from django.core.management import call_command

    rename(stranger, "王\U0002a6a5")
    passed(learner)
    passed(stranger)
    call_command("issue_certificates")
    said = capsys.readouterr()
    assert said.out == "1 issued, 1 documents made\n"
    assert "U+2A6A5" in said.err
    call_command("issue_certificates")
    assert capsys.readouterr().out == "0 issued, 0 documents made\n"
