"""A post is proposed, accepted, ended; one chief quality officer a firm, whatever runs beside."""

import datetime as dt
import io
import subprocess
from collections.abc import Callable
from threading import Barrier, Thread

import pikepdf
import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.translation import gettext, override

from accounts.models import User
from appointments import appointing, lettering
from appointments.models import Appointment, AppointmentLetter
from appointments.states import State
from core.dates import now, today
from core.keeping import kept
from notices.models import Notice
from organisations.models import Membership, Organisation
from organisations.signals import member_left
from tests.appointments.making import house, in_post, proposed, second_manager

DAY = dt.timedelta(days=1)
SignIn = Callable[[User], Client]


def text_of(pdf: bytes) -> str:
    """What another program reads in the document, without the breaks of lines."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True)
    return "".join(done.stdout.decode().split())


@pytest.mark.django_db
def test_nothing_holds_before_the_person_accepts(employer: User, learner: User) -> None:
    there = proposed(house(employer, learner), learner, employer)
    assert there.state == State.PROPOSED
    assert not AppointmentLetter.objects.exists()
    assert not Appointment.objects.in_force().exists()
    with pytest.raises(appointing.Refused, match="只有受聘人本人"):
        appointing.accept(appointment=there, by=employer)
    accepted = appointing.accept(appointment=there, by=learner)
    assert accepted.state == State.ACTIVE
    assert list(Appointment.objects.in_force()) == [accepted]
    assert {notice.code for notice in Notice.objects.all()} == {"appointments.proposed", "appointments.accepted"}


@pytest.mark.poppler
@pytest.mark.django_db
def test_the_letter_can_be_read_and_says_what_was_accepted(employer: User, learner: User) -> None:
    there = in_post(house(employer, learner), learner, employer, until=today() + 365 * DAY)
    paper = AppointmentLetter.objects.get()
    content = kept(paper.key, paper.sha256)
    text = text_of(content)
    assert all(word in text for word in ["示例制造企业", "林悦", "首席质量官", "建立质量文化", paper.code])
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) == 1
    assert appointing.accept(appointment=there, by=learner)
    assert AppointmentLetter.objects.count() == 1


@pytest.mark.django_db
def test_a_second_chief_quality_officer_is_refused_and_named_until_the_first_has_left(
    employer: User, learner: User, stranger: User
) -> None:
    firm = house(employer, learner, stranger)
    early = proposed(firm, stranger, employer)
    first = in_post(firm, learner, employer)
    with pytest.raises(appointing.Refused, match="林悦"):
        appointing.accept(appointment=early, by=stranger)
    appointing.end(appointment=first, by=employer, last_day=today(), reason="调岗")
    with pytest.raises(appointing.Refused, match="林悦"):
        appointing.accept(appointment=early, by=stranger)
    with time_machine.travel(now() + DAY, tick=False):
        appointing.end(appointment=early, by=employer, last_day=today(), reason="改期")
        assert in_post(firm, stranger, employer).state == State.ACTIVE
    assert Appointment.objects.filter(accepted_at__isnull=False, ended_on=None).count() == 1


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_one(employer: User, learner: User, stranger: User) -> None:
    firm = house(employer, learner, stranger)
    in_post(firm, learner, employer)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Appointment.objects.create(
            organisation=firm, person=stranger, post="cqo", duties="x", since=today(), proposed_by=employer, accepted_at=now()
        )


@pytest.mark.django_db
def test_whose_term_is_over_leaves_the_post_free(employer: User, learner: User, stranger: User) -> None:
    firm = house(employer, learner, stranger)
    first = in_post(firm, learner, employer, until=today() + 10 * DAY)
    with time_machine.travel(now() + 11 * DAY, tick=False):
        assert Appointment.objects.get(pk=first.pk).state == State.ENDED
        assert in_post(firm, stranger, employer).state == State.ACTIVE
        first.refresh_from_db()
        assert first.ended_on == first.until
        for language, said in (("en", "The term is over."), ("zh-hans", "聘期届满。"), ("zh-hant", "聘期屆滿。")):
            with override(language):
                assert first.why_ended == said


@pytest.mark.django_db
def test_directors_and_officers_may_be_several_and_beside_a_chief(employer: User, learner: User, stranger: User) -> None:
    firm = house(employer, learner, stranger, size="small")
    in_post(firm, learner, employer, "qso")
    in_post(firm, stranger, employer, "qso")
    in_post(firm, stranger, employer, "qsd")
    assert Appointment.objects.in_force().count() == 3


@pytest.mark.django_db
def test_who_is_no_member_is_not_proposed(employer: User, learner: User, stranger: User) -> None:
    firm = house(employer, learner)
    with pytest.raises(appointing.Refused, match="路人"):
        proposed(firm, stranger, employer)
    with pytest.raises(appointing.Refused, match="路人"):
        proposed(firm, learner, employer, deputy=stranger)
    assert not Appointment.objects.exists()


@pytest.mark.django_db
def test_declined_it_stays_declined_and_one_may_be_asked_anew(employer: User, learner: User) -> None:
    firm = house(employer, learner)
    there = proposed(firm, learner, employer)
    assert proposed(firm, learner, employer) == there
    appointing.decline(appointment=there, by=learner, reason="另有安排")
    with pytest.raises(appointing.Refused):
        appointing.accept(appointment=there, by=learner)
    assert proposed(firm, learner, employer) != there


@pytest.mark.django_db
def test_whoever_leaves_the_firm_leaves_the_post(employer: User, learner: User) -> None:
    firm = house(employer, learner)
    there = in_post(firm, learner, employer)
    membership = Membership.objects.get(person=learner)
    member_left.send(sender=Membership, membership=membership)
    there.refresh_from_db()
    assert there.ended_on == today()
    with time_machine.travel(now() + DAY, tick=False):
        assert there.state == State.ENDED


@pytest.mark.django_db
def test_a_letter_cannot_be_rewritten(employer: User, learner: User) -> None:
    in_post(house(employer, learner), learner, employer)
    with transaction.atomic(), pytest.raises(Exception, match="append-only"):
        AppointmentLetter.objects.update(sha256="0" * 64)


def _race(firm: Organisation, people: list[User], barrier: Barrier, results: list[str]) -> None:
    def one(appointment: Appointment, person: User) -> None:
        barrier.wait()
        try:
            appointing.accept(appointment=appointment, by=person)
            results.append("ok")
        except (appointing.Refused, IntegrityError):
            results.append("refused")
        finally:
            connection.close()

    waiting = list(Appointment.objects.filter(organisation=firm, accepted_at=None))
    threads = [Thread(target=one, args=(there, next(p for p in people if p.pk == there.person_id))) for there in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_of_six_who_accept_at_once_one_is_in_post(
    guarded: bool, employer: User, learner: User, stranger: User, examiner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [learner, stranger, examiner, employer]
    firm = house(employer, learner, stranger, examiner)
    for person in people:
        proposed(firm, person, employer)
    monkeypatch.setattr(lettering, "write", lambda **facts: None)
    if not guarded:
        # The control: without lock, look and constraint several would be in post.
        monkeypatch.setattr(appointing, "_lock", lambda organisation: None)
        monkeypatch.setattr(appointing, "_check_free", lambda organisation, since: None)
        with connection.schema_editor() as editor:
            constraint = next(c for c in Appointment._meta.constraints if c.name == "appointment_one_cqo_uniq")
            editor.remove_constraint(Appointment, constraint)
    results: list[str] = []
    try:
        _race(firm, people, Barrier(len(people)), results)
        in_office = Appointment.objects.filter(accepted_at__isnull=False).count()
    finally:
        if not guarded:
            Appointment.objects.filter(accepted_at__isnull=False).update(accepted_at=None)
            with connection.schema_editor() as editor:
                editor.add_constraint(Appointment, constraint)
    assert (in_office == 1 and results.count("ok") == 1) if guarded else in_office > 1


@pytest.mark.django_db
def test_a_stranger_sees_no_post_and_a_second_manager_sees_it(employer: User, learner: User, stranger: User) -> None:
    firm = house(employer, learner)
    there = proposed(firm, learner, employer)
    assert not Appointment.objects.visible_to(stranger).exists()
    second_manager(firm, stranger)
    assert list(Appointment.objects.visible_to(stranger)) == [there]


@pytest.mark.django_db
def test_each_firms_list_says_who_holds_a_post_or_that_nobody_does(employer: User, learner: User, client_of: SignIn) -> None:
    one, other = house(employer, learner, name="甲公司"), house(employer, name="乙公司")
    proposed(one, learner, employer)
    page = client_of(employer).get("/appointments/").text
    first, second = (page.partition(f'id="firm-{firm.slug}"')[2].partition("</section>")[0] for firm in (one, other))
    nobody = gettext("Nobody else holds a post here yet, and nobody is proposed for one.")
    assert "林悦" in first
    assert nobody not in first
    assert nobody in second
