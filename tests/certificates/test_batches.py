"""Many at once: killed in the middle and called again, there is no gap, no double, and no file without a record."""

import hashlib
import signal
import subprocess
import sys
from io import StringIO
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db.models import Count

from certificates import batching, tasks
from certificates.issuing import issue
from certificates.models import Artefact, Certificate, Writing
from certificates.printing import make_pdf
from certificates.storing import clear, clear_abandoned
from config.celery import app
from core.dates import now
from core.models import Job
from tests.cast import person
from tests.certificates.batch import laid_out
from tests.certificates.conftest import make_result
from tests.certificates.test_printing import stored
from tests.core.plant import ROOT, Plant, eventually
from tests.load.machine import database_url

MANY = 8


@pytest.fixture(autouse=True)
def _empty_store():
    for key in stored():
        storages["artefacts"].delete(key)


@pytest.fixture
def sitting(schemes):
    """A sitting in which eight people passed; nothing is issued yet, and no worker runs."""
    from exams.models import Exam, ExamVersion, Sitting

    app.conf.task_always_eager = False
    exam = Exam.objects.create(code="QSO", credential="QSO", title={"zh-hans": "质量安全员", "en": "QSO"})
    version = ExamVersion.objects.create(exam=exam, number=1, duration_s=3600, cut_score=80, content_sha256="0" * 64)
    made = Sitting.objects.create(exam_version=version, opens_at=now(), state="closed")
    for number in range(MANY):
        make_result(person("林悦", f"passed{number}"), sitting=made)
    yield made
    app.conf.task_always_eager = True


def run(moment, manner=""):
    """One run of the batch in a process of its own, killed at this moment; how it ended."""
    env = Plant(settings.DATA_DIR, "filesystem").env
    env |= {"DATABASE_URL": database_url(), "HAIZHUN_WRITING_LEASE_SECONDS": "0", "HAIZHUN_DATA": str(settings.DATA_DIR)}
    words = [sys.executable, "-m", "tests.certificates.batch", moment, *([manner] if manner else [])]
    return subprocess.run(words, cwd=ROOT, env=env, check=False, timeout=120, capture_output=True).returncode


@pytest.fixture
def again(settings, monkeypatch):
    """`again()`: one more run, whole, in this process."""
    settings.WRITING_LEASE_SECONDS = 0

    def run_again(manner=""):
        laid_out(manner, monkeypatch.setattr)
        call_command("issue_certificates", stdout=StringIO())

    return run_again


def flaws():
    """What a batch must never leave: gaps, doubles, files that are not the recorded ones, files nobody recorded."""
    recorded = {artefact.key: artefact.sha256 for artefact in Artefact.objects.all()}
    found = {key: hashlib.sha256(storages["artefacts"].open(key).read()).hexdigest() for key in stored()}
    per_holder = Certificate.objects.values("holder").annotate(many=Count("pk"))
    documented = Certificate.objects.filter(artefacts__kind="pdf").distinct().count()
    return {
        "gaps": MANY - documented,
        "doubles": sum(row["many"] - 1 for row in per_holder) + len(recorded) - documented,
        "differing": sum(found.get(key) != digest for key, digest in recorded.items()),
        "orphans": len(found.keys() - recorded.keys()),
    }


NONE = {"gaps": 0, "doubles": 0, "differing": 0, "orphans": 0}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["half", "written", "issued"])
def test_r04_a_batch_killed_in_the_middle_goes_on_where_it_was(sitting, moment, again):
    assert run(moment) == -signal.SIGKILL
    assert flaws()["gaps"] > 0
    again()
    assert flaws() == NONE
    assert not Writing.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["half", "written"])
def test_control_without_the_note_the_killed_batch_leaves_a_file_nobody_recorded(sitting, moment, again):
    assert run(moment, "hasty") == -signal.SIGKILL
    again("hasty")
    assert flaws()["orphans"] == 1


@pytest.mark.django_db(transaction=True)
def test_control_issuing_without_looking_makes_doubles(sitting):
    """What a second run would do that trusts a list instead of the register, were it not for the index."""
    from tests.certificates.test_races import plain_issue
    from tests.exams.test_races import without

    for result in batching.due(sitting):
        issue(result=result)
    without(Certificate, "certificate_one_live_uniq")
    for place, certificate in enumerate(list(Certificate.objects.all())):
        plain_issue(certificate, f"QSO-26-2222-2222-{place:02}")
    assert flaws()["doubles"] >= MANY - 1


@pytest.mark.django_db(transaction=True)
def test_r04_two_workers_share_a_sitting_and_one_of_them_may_be_killed(sitting, tmp_path):
    plant = Plant(settings.DATA_DIR, "filesystem")
    plant.env |= {"HAIZHUN_WRITING_LEASE_SECONDS": "2"}
    try:
        app.conf.update(broker_url="memory://")
        doomed, _other = plant.start_worker(), plant.start_worker()
        subprocess.run(
            [sys.executable, "manage.py", "issue_certificates", "--sitting", str(sitting.pk), "--by-workers"],
            cwd=ROOT, env=plant.env, check=True, timeout=60, capture_output=True,
        )  # fmt: skip
        assert eventually(lambda: Artefact.objects.count() >= 2)
        plant.kill(doomed)

        def swept():
            plant.drive("sweep", str(tmp_path / "f"))
            return eventually(lambda: batching.progress(sitting).is_done, 5)

        assert any(swept() for _ in range(8))
    finally:
        plant.close()
    Writing.objects.update(begun_at=now().replace(year=2020))
    clear_abandoned()
    assert flaws() == NONE


# --- what is due -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_progress_counts_what_was_passed_issued_and_made(sitting):
    assert batching.progress(sitting) == batching.Progress(MANY, 0, 0)
    first = issue(result=batching.due(sitting)[0])
    assert batching.progress(sitting) == batching.Progress(MANY, 1, 0)
    make_pdf(first)
    halfway = batching.progress(sitting)
    assert (halfway, halfway.per_cent, halfway.is_done) == (batching.Progress(MANY, 1, 1), 12, False)


@pytest.mark.django_db
def test_a_sitting_is_noted_once_however_often_it_is_asked_for(sitting):
    tasks.make_documents(sitting=str(sitting.pk))
    tasks.make_documents(sitting=str(sitting.pk))
    assert Job.objects.filter(task="certificates.issue_certificate").count() == MANY
    assert batching.note(sitting) == 0


@pytest.mark.django_db
def test_who_already_holds_one_is_not_due_and_who_let_it_run_out_is(sitting, time_machine):
    holder = batching.due(sitting)[0].attempt.candidate
    issue(result=batching.due(sitting)[0])
    again = make_result(holder)
    assert again not in batching.due()
    time_machine.move_to(f"{now().year + 4}-01-15 10:00:00+08:00")
    assert again in batching.due()


@pytest.mark.django_db
def test_the_command_makes_one_sitting_only(sitting, learner, capsys):
    other = make_result(learner)
    call_command("issue_certificates", sitting=sitting.pk)
    assert capsys.readouterr().out == f"{MANY} issued, {MANY} documents made\n"
    assert not other.certificates.exists()
    call_command("issue_certificates", sitting=sitting.pk)
    assert capsys.readouterr().out == "0 issued, 0 documents made\n"


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"sitting": UUID(int=1)}, {"by_workers": True}])
def test_the_command_says_what_is_wrong_with_its_arguments(wrong, db):
    with pytest.raises(CommandError):
        call_command("issue_certificates", **wrong)


# --- files and their notes ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_note_younger_than_its_lease_is_left_alone(certificate):
    Writing.objects.create(certificate=certificate, key="certs/2026/x.pdf")
    assert clear_abandoned() == 0
    assert Writing.objects.exists()


@pytest.mark.django_db
def test_who_is_overtaken_while_writing_begins_again(certificate, monkeypatch):
    from certificates import storing
    from core.keeping import keep

    cleared: list[bool] = []

    def overtaken(key, content):
        written = keep(key, content)
        if not cleared:
            cleared.append(clear(Writing.objects.get(key=key)))
        return written

    monkeypatch.setattr(storing, "keep", overtaken)
    artefact = make_pdf(certificate)
    assert cleared == [True]
    assert artefact.read()
    assert stored() == {artefact.key}


@pytest.mark.django_db
def test_clearing_a_note_never_takes_a_recorded_file(certificate):
    artefact = make_pdf(certificate)
    assert clear(Writing.objects.create(certificate=certificate, key=artefact.key))
    assert stored() == {artefact.key}
