"""Making the document: once, whole, and the one whose digest is recorded."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from certificates import tasks
from certificates.models import Artefact, Writing
from certificates.printing import make_pdf
from certificates.rendering import render
from certificates.storing import store
from core.keeping import Tampered

pytestmark = pytest.mark.django_db


def stored() -> set[str]:
    """Every document in the store."""
    folders, found = ["certs"], set()
    store = storages["artefacts"]
    while folders:
        folder = folders.pop()
        if not store.exists(folder):
            continue
        inner, files = store.listdir(folder)
        folders += [f"{folder}/{name}" for name in inner]
        found |= {f"{folder}/{name}" for name in files}
    return found


@pytest.fixture(autouse=True)
def _empty_store():
    for key in stored():
        storages["artefacts"].delete(key)


def test_the_stored_file_is_the_one_recorded(certificate):
    artefact = make_pdf(certificate)
    content = artefact.read()
    assert hashlib.sha256(content).hexdigest() == artefact.sha256
    assert artefact.key == f"certs/{certificate.valid_from.year}/{certificate.number}-{artefact.sha256[:16]}.pdf"
    assert artefact.size == len(content)
    assert stored() == {artefact.key}


def test_the_task_may_be_delivered_twice(certificate):
    tasks.render_certificate(certificate=str(certificate.pk))
    tasks.render_certificate(certificate=str(certificate.pk))
    assert Artefact.objects.count() == 1
    assert stored() == {certificate.artefacts.get().key}


def test_the_issue_may_be_delivered_twice(learner, passed, django_capture_on_commit_callbacks):
    result = passed(learner)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.issue_certificate(result=str(result.pk))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.issue_certificate(result=str(result.pk))
    (certificate,) = result.certificates.all()
    assert certificate.events.count() == 1
    assert stored() == {certificate.pdf.key}


def test_a_worker_that_died_after_writing_leaves_nothing_behind(certificate):
    content = render(certificate.facts())
    digest = hashlib.sha256(content).hexdigest()
    storages["artefacts"].save(
        f"certs/{certificate.valid_from.year}/{certificate.number}-{digest[:16]}.pdf", ContentFile(content)
    )
    assert stored() == {make_pdf(certificate).key}


def test_a_file_that_was_half_written_is_not_taken_for_the_document(certificate):
    content = render(certificate.facts())
    digest = hashlib.sha256(content).hexdigest()
    key = f"certs/{certificate.valid_from.year}/{certificate.number}-{digest[:16]}.pdf"
    storages["artefacts"].save(key, ContentFile(content[:1000]))
    artefact = make_pdf(certificate)
    assert artefact.key != key
    assert hashlib.sha256(artefact.read()).hexdigest() == artefact.sha256


def test_the_loser_of_a_race_removes_its_own_file_and_no_other(certificate):
    winner = make_pdf(certificate)
    assert store(certificate, b"%PDF-1.5 mine", language="zh-hans", template_version=1) == winner
    assert stored() == {winner.key}
    assert not Writing.objects.exists()


def test_a_loser_that_reused_the_winners_file_leaves_it(certificate):
    winner = make_pdf(certificate)
    assert store(certificate, winner.read(), language="zh-hans", template_version=1) == winner
    assert stored() == {winner.key}
    assert not Writing.objects.exists()


def test_a_document_changed_in_the_store_is_not_handed_out(printed, client_of, learner):
    artefact = printed.artefacts.get()
    storages["artefacts"].delete(artefact.key)
    storages["artefacts"].save(artefact.key, ContentFile(b"%PDF-1.5 forged"))
    with pytest.raises(Tampered):
        artefact.read()
    client = client_of(learner)
    client.raise_request_exception = False
    assert client.get(f"{printed.get_absolute_url()}pdf/").status_code == 500
