"""A person's certificate before it is issued: drawn by what issues it, marked, kept nowhere; seen by whoever decides alone."""

import io

import pikepdf
import pytest
from django.core.files.storage import storages
from django.urls import reverse

from certificates import batching, checking_pdf, correcting, previewing
from certificates.checking_pdf import Finding
from certificates.issuing import issue
from certificates.models import Artefact, Certificate, CertificateEvent
from certificates.office import sitting_documents
from core.dates import today
from core.models import AuditEntry, Job
from exams.models import Result
from tests.certificates.applying import granted, looked_at, submitted
from tests.certificates.conftest import make_result
from tests.certificates.crowd import held
from tests.certificates.learning import evidence
from tests.certificates.proceedings import officers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]
UNDRAWN = "王\U0002a6a5"


def of(noun, one, **asked):
    return reverse(f"wagtailsnippets_certificates_{noun}:preview", args=[one.pk], query=asked)


def of_sitting(sitting, end="sitting_preview", **asked):
    return reverse(sitting_documents.name(end), args=[sitting.pk], query=asked)


@pytest.fixture
def office(administrator, client_of):
    return client_of(administrator)


def kept():
    """Everything an issue leaves behind."""
    counted = [model.objects.count() for model in (Certificate, CertificateEvent, Artefact, AuditEntry, Job)]
    return [*counted, sorted(storages["artefacts"].listdir("")[0])]


def test_what_is_previewed_is_what_is_issued(learner, office, administrator):
    marker, decider = officers(2)
    application = looked_at(submitted(learner), marker)
    before = kept()
    preview = previewing.of_application(application, administrator)
    page = office.get(reverse("wagtailsnippets_certificates_application:edit", args=[application.pk])).content.decode()
    assert f'src="{of("application", application)}?language=zh-hans"' in page
    for language in ("zh-hans", "zh-hant", "en"):
        picture = office.get(of("application", application, language=language))
        assert picture["Content-Type"] == "image/svg+xml"
        assert "no-store" in picture["Cache-Control"]
    assert kept() == before
    assert preview.facts.number == f"QSD-{today():%y}-····-····-··"
    certificate = granted(application, marker, decider)
    told, will = vars(certificate.facts()), vars(preview.facts)
    assert {key for key in told if told[key] != will[key]} == {"number", "url"}


def test_the_sheet_is_marked_and_passes_for_no_certificate(learner, office):
    application = submitted(learner)
    answer = office.get(of("application", application, **{"as": "pdf"}))
    assert answer.content.startswith(b"%PDF-")
    with pikepdf.open(io.BytesIO(answer.content)) as sheet:
        marks = sheet.pages[0].Resources.XObject
        assert "/Stamp" in marks
        assert len(marks["/Stamp"].read_bytes()) > 5000
        assert sheet.pages[0].Contents[-1].read_bytes().strip().endswith(b"/Stamp Do Q")
        assert "/AcroForm" not in sheet.Root
    checked = checking_pdf.check(answer.content)
    assert (checked.finding, checked.certificate, checked.claims) == (Finding.UNSIGNED, None, "")


def test_a_missing_character_is_named_and_the_rest_is_drawn(learner, office, rename, administrator):
    application = submitted(learner)
    rename(learner, UNDRAWN)
    page = office.get(reverse("wagtailsnippets_certificates_application:edit", args=[application.pk])).content.decode()
    assert f"{UNDRAWN[1]}（U+2A6A5）" in page
    assert f"?of={learner.pk}" in page
    assert office.get(of("application", application)).content.startswith(b"<svg")
    application.refresh_from_db()
    assert previewing.of_application(application, administrator).missing == [UNDRAWN[1]]


def test_an_application_is_previewed_by_the_office_alone_and_until_it_is_decided(
    learner, stranger, examiner, regulator, client, client_of
):
    marker, decider = officers(2)
    application = submitted(learner)
    assert client.get(of("application", application)).status_code == 302
    for who in (stranger, learner, examiner, regulator):
        assert client_of(who).get(of("application", application)).status_code in (302, 403), who
    assert client_of(decider).get(of("application", application)).status_code == 200
    granted(application, marker, decider)
    assert client_of(decider).get(of("application", application)).status_code == 404


def test_a_correction_shows_the_name_that_is_asked_for(certificate, learner, stranger, client_of, office):
    asked = correcting.ask(certificate=certificate, by=learner, name="林玥", text="错字", files=[evidence("1")])
    before = kept()
    page = office.get(reverse("wagtailsnippets_certificates_correction:edit", args=[asked.pk])).content.decode()
    assert of("correction", asked) in page
    assert office.get(of("correction", asked)).content.startswith(b"<svg")
    assert kept() == before
    for who in (learner, stranger):
        assert client_of(who).get(of("correction", asked)).status_code in (302, 403)
    officer = officers(1)[0]
    will = previewing.of_correction(asked, officer).facts
    told = correcting.grant(correction=asked, by=officer).facts()
    assert {key for key in vars(told) if vars(told)[key] != vars(will)[key]} == {"number", "url"}
    assert will.name == "林玥"


def test_of_a_batch_some_are_picked_whom_a_name_holds_up_first(office, rename):
    sitting = held(9)
    first, *_rest, last = batching.due(sitting)
    rename(first.attempt.candidate, UNDRAWN)
    rename(last.attempt.candidate, "阿布都热合曼·买买提江")
    before = kept()
    page = office.get(of_sitting(sitting)).content.decode()
    assert page.count('<a href="?result=') == previewing.SAMPLED - 1
    for said in (UNDRAWN, "阿布都热合曼·买买提江", "U+2A6A5", "9"):
        assert said in page
    for one in (first, last):
        assert office.get(of_sitting(sitting, "sitting_sheet", result=one.pk)).content.startswith(b"<svg")
        assert office.get(of_sitting(sitting, result=one.pk)).status_code == 200
    for nobody in ("", "1", str(sitting.pk)):
        assert office.get(of_sitting(sitting, "sitting_sheet", result=nobody)).status_code == 404
    assert kept() == before
    issue(result=last)
    assert office.get(of_sitting(sitting, "sitting_sheet", result=last.pk)).status_code == 404


def test_before_the_release_it_is_seen_by_whoever_releases_and_looks_at_the_register(stranger, examiner, office, client_of):
    from django.contrib.auth.models import Permission

    sitting = held(0)
    ready = make_result(officers(1)[0], sitting=sitting, released=False)
    failed = make_result(stranger, sitting=sitting, passed=False, released=False)
    release = reverse("exams:sitting-results", args=[sitting.pk])
    assert of_sitting(sitting) in office.get(release).content.decode()
    assert of_sitting(sitting) not in client_of(examiner).get(release).content.decode()
    assert str(ready.pk) in office.get(of_sitting(sitting)).content.decode()
    assert office.get(of_sitting(sitting, "sitting_sheet", result=ready.pk)).status_code == 200
    assert office.get(of_sitting(sitting, "sitting_sheet", result=failed.pk)).status_code == 404
    for codename in ("access_admin", "view_certificate"):
        stranger.user_permissions.add(Permission.objects.get(codename=codename))
    colleague = client_of(stranger)
    assert str(ready.pk) not in colleague.get(of_sitting(sitting)).content.decode()
    assert colleague.get(of_sitting(sitting, "sitting_sheet", result=ready.pk)).status_code == 404
    assert Result.objects.get(pk=ready.pk).released_at is None


@pytest.mark.parametrize("who", ["stranger", "learner", "examiner", "regulator", "school"])
def test_nobody_else_comes_near_a_sittings_certificates(request, client_of, who):
    sitting = held(1)
    browser = client_of(request.getfixturevalue(who))
    result = batching.due(sitting)[0].pk
    for address in (of_sitting(sitting), of_sitting(sitting, "sitting_sheet", result=result)):
        assert browser.get(address).status_code in (302, 403)
