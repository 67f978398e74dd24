"""The documents of a sitting in the admin: counted, made once however often one asks, held up by name, fetched as one ZIP."""

import io
import zipfile

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from certificates import batching, bundling
from certificates.models import Artefact, Certificate
from certificates.office import sitting_documents
from config.celery import app
from core.models import MAX_ATTEMPTS, AuditEntry, Job
from tests.certificates.crowd import held

pytestmark = pytest.mark.django_db
LIST = reverse(sitting_documents.name("sittings"))
UNDRAWN = "王\U0002a6a5"


@pytest.fixture
def sitting(schemes):
    return held()


@pytest.fixture
def office(administrator, client_of):
    return client_of(administrator)


@pytest.fixture
def _no_worker():
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True


def address(sitting, end=""):
    return f"{LIST}{sitting.pk}/{end}"


def test_whatever_is_missing_is_made_by_one_click_and_counted(sitting, office, django_capture_on_commit_callbacks):
    before = office.get(address(sitting)).content.decode()
    assert "补齐缺少的证书" in before
    assert "0 %" in before
    with django_capture_on_commit_callbacks(execute=True):
        office.post(address(sitting, "documents/"))
    assert "质量安全员" in office.get(LIST).content.decode()
    after = office.get(address(sitting)).content.decode()
    assert "全部制作完毕" in after
    assert "下载2份PDF（ZIP）" in after
    assert '<button class="button" type="submit">补齐' not in after
    assert batching.progress(sitting).is_done
    assert AuditEntry.objects.filter(deed="certificates.documents_asked_for").count() == 1


@pytest.mark.usefixtures("_no_worker")
def test_a_second_click_notes_nothing_more(sitting, office):
    for _ in range(3):
        assert office.post(address(sitting, "documents/")).status_code == 302
    assert Job.objects.filter(task="certificates.make_documents").count() == 1
    assert AuditEntry.objects.filter(deed="certificates.documents_asked_for").count() == 1
    page = office.get(address(sitting)).content.decode()
    assert 'data-again="3"' in page
    assert "后台正在制作" in page


def test_a_click_when_all_is_made_says_so(sitting, office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        office.post(address(sitting, "documents/"))
    assert "已经全部制作完毕" in office.post(address(sitting, "documents/"), follow=True).content.decode()
    assert Certificate.objects.count() == Artefact.objects.count() == 2


@pytest.mark.usefixtures("_no_worker")
def test_whoever_is_held_up_is_named_with_the_ground(sitting, office, rename):
    (first, second) = batching.due(sitting)
    rename(first.attempt.candidate, UNDRAWN)
    Job.objects.create(
        task="certificates.issue_certificate",
        kwargs={"result": str(second.pk)},
        error="NoVersion: QSO",
        attempts=MAX_ATTEMPTS,
    )
    page = office.get(address(sitting)).content.decode()
    for said in (UNDRAWN, "U+2A6A5", "代用字", "没有生效的版本", "多次尝试"):
        assert said in page


def test_what_was_given_up_is_tried_again_when_one_asks(sitting, office, django_capture_on_commit_callbacks):
    result = batching.due(sitting).first()
    Job.objects.create(
        task="certificates.issue_certificate", kwargs={"result": str(result.pk)}, error="OSError: disk", attempts=MAX_ATTEMPTS
    )
    assert "OSError: disk" in office.get(address(sitting)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        office.post(address(sitting, "documents/"))
    assert batching.progress(sitting).is_done
    assert batching.obstacles(sitting) == []


@pytest.fixture
def made(sitting, office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        office.post(address(sitting, "documents/"))
    return sitting


def fetched(office, sitting):
    answer = office.get(address(sitting, "documents.zip"))
    assert answer.streaming
    return answer, zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_all_documents_are_fetched_as_one_zip(made, office):
    answer, archive = fetched(office, made)
    assert archive.testzip() is None
    assert answer["Content-Type"] == "application/zip"
    assert "QSO-" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    kept = {f"{one.number} 林悦.pdf": one.pdf.read() for one in Certificate.objects.told()}
    assert {name: archive.read(name) for name in archive.namelist()} == kept
    assert AuditEntry.objects.get(deed="certificates.documents_fetched").data["many"] == 2


def test_the_zip_comes_in_pieces_one_document_at_a_time(made):
    pieces = list(bundling.bundle(batching.documents(made)))
    assert len(pieces) == 3
    assert all(piece.count(b"%PDF-") <= 1 for piece in pieces)


def test_a_file_that_is_not_the_recorded_one_is_left_out_and_named(made, office):
    bad = Artefact.objects.first()
    storage = storages["artefacts"]
    storage.delete(bad.key)
    storage.save(bad.key, io.BytesIO(b"%PDF-forged"))
    _answer, archive = fetched(office, made)
    assert bad.certificate.number in archive.read(bundling.NOTE).decode()
    assert len(archive.namelist()) == 2


@pytest.mark.parametrize("name", ["a/../../b", "名\r\n字", "..", 'x"<>|y'])
def test_a_name_in_the_zip_is_no_path(made, name):
    document = batching.documents(made)[0]
    document.certificate.holder_name = name
    told = bundling.name_of(document)
    assert not set(told) & set('/\\\r\n"<>|')
    assert told.startswith(document.certificate.number)


def test_nothing_to_fetch_is_said(sitting, office):
    assert "还没有制作好的PDF" in office.get(address(sitting, "documents.zip"), follow=True).content.decode()


@pytest.mark.parametrize("who", ["stranger", "learner", "examiner", "regulator", "school"])
def test_nobody_without_the_register_comes_near(sitting, request, client_of, who):
    browser = client_of(request.getfixturevalue(who))
    for answer in (
        browser.get(LIST),
        browser.get(address(sitting)),
        browser.post(address(sitting, "documents/")),
        browser.get(address(sitting, "documents.zip")),
    ):
        assert answer.status_code in (302, 403)
    assert not Job.objects.filter(task="certificates.make_documents").exists()


def test_a_wrong_method_is_refused(sitting, office):
    assert office.get(address(sitting, "documents/")).status_code == 405
    assert office.post(address(sitting)).status_code == 405


def test_a_sitting_that_earned_nothing_is_not_found(schemes, office):
    assert office.get(address(held(0))).status_code == 404
    assert "还没有" in office.get(LIST).content.decode()
