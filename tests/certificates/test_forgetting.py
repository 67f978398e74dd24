"""Forgetting a name: after its time no table and no file of a certificate names the holder, and everything else still holds."""

import datetime as dt
import threading
from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils.formats import date_format

from certificates import correcting, forgetting, hearing, sharing, transparency
from certificates.badges import awarding
from certificates.decisions import decide
from certificates.evidence import Evidence
from certificates.models import Certificate, CertificateEvent, Correction, Enclosure, Proceeding, Step
from certificates.printing import NameGone, make_pdf
from certificates.status import State
from core.models import AuditEntry
from tests.certificates.badges.conftest import payload
from tests.certificates.learning import pdf
from tests.certificates.proceedings import announced, officers
from tests.exams.test_races import MANY, at_once

pytestmark = pytest.mark.django_db
NAME = "龘靐齉"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def noon(day):
    return dt.datetime.combine(day, dt.time(4), dt.UTC)


def end_of_keeping(certificate):
    return certificate.valid_until.replace(year=certificate.valid_until.year + 6)


def whole_database():
    """Every column of every table as text, with the place it stands in."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield (
                        f"{table}.{name}",
                        bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value),
                    )


def files(folder=""):
    storage = storages["artefacts"]
    folders, names = storage.listdir(folder)
    yield from (f"{folder}/{name}".lstrip("/") for name in names)
    for one in folders:
        yield from files(f"{folder}/{one}".lstrip("/"))


def places(name):
    """Where the name stands, also escaped as JSON or unpacked from a PDF."""
    written = {name, name.encode("unicode_escape").decode()}
    found = {place for place, value in whole_database() if any(one in value for one in written)}
    return found | {key for key in files() if name in text_of(key)}


def text_of(key):
    import pypdf
    import pypdf.errors

    with storages["artefacts"].open(key) as file:
        content = file.read()
    if not content.startswith(b"%PDF"):
        return content.decode("utf-8", "replace")
    try:
        read = pypdf.PdfReader(BytesIO(content))
    except pypdf.errors.PdfReadError:  # what other tests handed in as a PDF and is none
        return content.decode("utf-8", "replace")
    return content.decode("utf-8", "replace") + "".join(page.extract_text() for page in read.pages) + str(read.metadata)


def lived(holder, certificate, rename):
    """A certificate that has everything: documents, link, correction, proceeding with a file, the log."""
    file = Evidence(pdf(NAME), f"{NAME}.pdf", "application/pdf")
    asked = correcting.ask(certificate=certificate, by=holder, name=f"{NAME}玥", text=f"应为{NAME}玥", files=[file])
    by = officers(3)
    correcting.refuse(correction=asked, by=by[0], reasons=f"{NAME}与身份证一致。")
    sharing.renew_link(certificate, by=holder)
    for language in ("zh-hans", "en"):
        make_pdf(certificate, language)
    against = announced(certificate, by[0], reasons=f"{NAME}提交的材料不实。")
    hearing.answer(proceeding=against, by=holder, text=f"我是{NAME}。", files=[file])
    hearing.decide(proceeding=against, by=by[1], decision=Proceeding.Decision.NONE, reasons=f"{NAME}所述属实。")
    transparency.publish()


@pytest.fixture
def full(learner, passed, rename):
    """林悦's certificate under a name that stands nowhere else: the account has another by now."""
    from certificates.issuing import issue

    # A test's rows are taken back, its files are not: what the one before left belongs to no certificate any more.
    for left in [key for key in files() if NAME in text_of(key)]:
        storages["artefacts"].delete(left)
    rename(learner, NAME)
    certificate = issue(result=passed(learner))
    lived(learner, certificate, rename)
    rename(learner, "林悦")
    return Certificate.objects.get(pk=certificate.pk)


def test_after_the_job_no_byte_of_the_name_is_left(full, time_machine):
    before = places(NAME)
    assert {one.partition(".")[2] for one in before if one.startswith("certificates_")} >= {
        "holder_name",
        "name",
        "text",
        "reasons",
        "decision_reasons",
    }
    assert (
        len([one for one in before if "." in one and "/" in one]) >= 2
    )  # the control: documents and evidence do name the holder
    time_machine.move_to(noon(end_of_keeping(full) - 30 * DAY))
    assert (forgetting.tell_due(), forgetting.forget_due()) == (1, 0)
    time_machine.move_to(noon(end_of_keeping(full)))
    with transaction.atomic():
        assert forgetting.forget_due() == 1
    forgetting.clear_files()  # what follows the commit waits for the end of the test's own transaction
    assert places(NAME) == set()


def test_the_badge_is_emptied_with_the_name(full, learner):
    """A badge names its holder in signed claims, which no search for the plain name would find."""
    call_command("make_signing_keys", purpose=["credential"], verbosity=0)
    badge = awarding.agree(full, by=learner)
    assert NAME in str(payload(badge.token))
    forgetting.forget(full)
    badge.refresh_from_db()
    assert badge.token == ""
    assert badge.forgotten_at is not None


def test_the_log_stays_whole_and_can_no_longer_be_tried_with_names(full):
    from certificates.models import LogEntry

    assert all(LogEntry.objects.values_list("facts_salt", flat=True))
    call_command("verify_log", stdout=StringIO())
    forgetting.forget(full)
    assert set(LogEntry.objects.filter(event__certificate=full).values_list("facts_salt", flat=True)) == {""}
    call_command("verify_log", stdout=StringIO())


def test_number_decisions_and_digests_stay_and_the_page_says_why(full, client, time_machine):
    told = list(full.events.values_list("kind", flat=True))
    digest = full.pdf.sha256
    forgetting.forget(full)
    assert list(full.events.values_list("kind", flat=True)) == [*told, "name_removed"]
    assert AuditEntry.objects.get(deed="certificate.name_removed").actor_id is None
    page = client.get(reverse("certificates:verification", args=[full.number])).content.decode()
    assert "保存期限已过" in page
    assert "有效" in page
    kept = client.get(reverse("certificates:check_digest", args=[digest]))
    assert kept.status_code == 200
    reply = client.post(reverse("certificates:named", args=[full.number]), {"name": "*"})
    assert "姓名没有核对" in reply.content.decode()
    told = client.get(f"/api/v1/certificates/{full.number}/").json()
    assert told["holder"] == {"name": "*", "is_masked": True}


def test_the_document_is_gone_and_is_never_made_again(full, client_of, learner):
    forgetting.forget(full)
    full.refresh_from_db()
    assert client_of(learner).get(reverse("certificates:pdf", args=[full.pk])).status_code == 410
    assert client_of(learner).post(reverse("certificates:rendering", args=[full.pk, "zh-hant"])).status_code == 409
    assert client_of(learner).get(full.get_absolute_url()).status_code == 200
    with pytest.raises(NameGone):
        make_pdf(full)


@pytest.mark.parametrize(
    ("days", "told", "gone"),
    [(-31, 0, 0), (-30, 1, 0), (-1, 1, 0), (0, 1, 0)],
    ids=["31-before", "30-before", "1-before", "on-the-day"],
)
def test_the_holder_is_told_first_and_never_less_than_thirty_days_before(certificate, time_machine, days, told, gone):
    time_machine.move_to(noon(end_of_keeping(certificate) + days * DAY))
    assert (forgetting.tell_due(), forgetting.forget_due()) == (told, gone)
    assert forgetting.tell_due() == 0
    time_machine.shift(29 * DAY)
    assert forgetting.forget_due() == 0
    time_machine.shift(DAY + dt.timedelta(hours=1))
    assert forgetting.forget_due() == (1 if told else 0)
    assert forgetting.forget_due() == 0


def test_the_letter_names_day_and_number(certificate, learner, time_machine, django_capture_on_commit_callbacks):
    time_machine.move_to(noon(end_of_keeping(certificate) - 30 * DAY))
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.tell_due()
    letter = mail.outbox[-1]
    assert letter.to == [learner.email]
    assert certificate.number in letter.subject
    assert date_format(end_of_keeping(certificate)) in letter.body


def test_a_withdrawn_certificate_is_counted_from_its_withdrawal(certificate, administrator, time_machine):
    time_machine.move_to("2027-01-05 10:00:00+08:00")
    decide(certificate, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    time_machine.move_to("2033-01-04 10:00:00+08:00")
    assert [one.on for one in forgetting.due()] == [dt.date(2033, 1, 5)]


def test_nothing_goes_while_something_is_undecided(certificate, learner, time_machine):
    time_machine.move_to(noon(end_of_keeping(certificate) - 40 * DAY))
    asked = correcting.ask(certificate=certificate, by=learner, name="林玥", text="错字", files=[])
    time_machine.shift(100 * DAY)
    assert list(forgetting.due()) == []
    correcting.refuse(correction=asked, by=officers(1)[0], reasons="无误。")
    assert len(list(forgetting.due())) == 1


def test_a_dry_run_changes_nothing(certificate, time_machine):
    time_machine.move_to(noon(end_of_keeping(certificate)))
    out = StringIO()
    call_command("forget_names", "--dry-run", stdout=out)
    assert out.getvalue().split() == [certificate.number, end_of_keeping(certificate).isoformat(), "would", "be", "told"]
    assert not certificate.letters.exists()
    call_command("forget_names", stdout=out)
    time_machine.shift(31 * DAY)
    call_command("forget_names", stdout=out)
    assert out.getvalue().strip().endswith("0 told, 1 names taken off")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Certificate, {"holder_name": "别人"}),
        (Step, {"text": "改写"}),
        (Enclosure, {"name": "改写"}),
        (Correction, {"name": "改写"}),
        (Correction, {"reasons": "改写"}),
        (Proceeding, {"reasons": "改写"}),
        (Proceeding, {"decision_reasons": "改写"}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else next(iter(value)),
)
def test_the_database_lets_words_be_forgotten_but_never_rewritten(full, model, values):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**values)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**dict.fromkeys(values, "*"))
    forgetting.forget(full)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**values)


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_that_forget_at_once_one_does_it(certificate):
    done = at_once(*[lambda: forgetting.forget(Certificate.objects.get(pk=certificate.pk))] * MANY)
    assert sum(one is True for one in done) == 1
    assert certificate.events.filter(kind="name_removed").count() == 1


def looks_first(pk, looked):
    """As a simpler site would: look whether the name is there, then take it off."""
    there = Certificate.objects.get(pk=pk).name_removed_at is None
    looked.wait(timeout=30)
    if there:
        CertificateEvent.objects.create(certificate_id=pk, kind=CertificateEvent.Kind.NAME_REMOVED)


@pytest.mark.django_db(transaction=True)
def test_the_control_that_looks_first_does_it_many_times(certificate):
    looked = threading.Barrier(4)
    at_once(*[lambda: looks_first(certificate.pk, looked)] * 4)
    assert certificate.events.filter(kind="name_removed").count() > 1


@pytest.mark.django_db(transaction=True)
def test_a_file_that_a_dead_worker_left_is_removed_by_the_next_run(printed):
    key = printed.pdf.key
    with storages["artefacts"].open(key) as file:
        content = file.read()
    forgetting.forget(printed)
    assert not storages["artefacts"].exists(key)
    storages["artefacts"].save(key, ContentFile(content))  # as if it had died between the commit and the file
    assert forgetting.clear_files() == 1
    assert not storages["artefacts"].exists(key)
