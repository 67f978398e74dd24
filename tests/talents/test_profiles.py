"""Talent profiles (R27-2, R6-2): private until their person opens them, hidden at once when taken back; looks written down."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEntry
from organisations.models import Organisation, Role
from talents import careering, profiling
from talents.models import ProfileLook, TalentProfile
from tests.cast import person
from tests.organisations.making import firm, member
from tests.reading import english, refused
from tests.talents.making import make_profile

NAMES = (r"CQO|QSD|QSO|PDF|ICP|SHA-256|[0-9a-f]{64}|([0-9A-Z]{4}-){2}[0-9A-Z]{4}",)


def test_a_profile_is_private_until_its_person_opens_it(learner, employer):
    firm(manager=employer)
    made = make_profile(learner, is_open=False)
    assert list(TalentProfile.objects.visible_to(learner)) == [made]
    assert not TalentProfile.objects.visible_to(employer).exists()
    with pytest.raises(profiling.Refused):
        profiling.open_to_enterprises(made, by=employer)
    profiling.open_to_enterprises(made, by=learner)
    assert list(TalentProfile.objects.visible_to(employer)) == [made]


def test_taken_back_it_is_hidden_at_once(learner, employer, client_of):
    firm(manager=employer)
    made, looker = make_profile(learner), client_of(employer)
    address = reverse("talents:profile", args=[made.pk])
    assert looker.get(address).status_code == 200
    assert client_of(learner).post(reverse("talents:withdrawal")).status_code == 302
    assert looker.get(address).status_code == 404
    assert made.headline not in looker.get(reverse("talents:people")).content.decode()
    assert set(AuditEntry.objects.filter(subject=f"talents.talentprofile:{made.pk}").values_list("deed", flat=True)) == {
        "profile.opened",
        "profile.withdrawn",
    }


def test_who_looked_is_written_down_and_told_to_its_person(learner, employer, client_of):
    body = firm(manager=employer)
    made = make_profile(learner)
    client_of(employer).get(reverse("talents:profile", args=[made.pk]))
    client_of(learner).get(reverse("talents:profile", args=[made.pk]))
    looks = ProfileLook.objects.visible_to(learner)
    assert [(one.by, one.organisation) for one in looks] == [(employer, body)]
    assert not ProfileLook.objects.visible_to(employer).exists()
    assert body.name in client_of(learner).get(reverse("talents:mine")).content.decode()


@pytest.mark.parametrize("deed", ["UPDATE talents_profilelook SET at = NULL", "DELETE FROM talents_profilelook"])
def test_the_log_of_looks_is_only_added_to(learner, employer, deed):
    profiling.look(make_profile(learner), by=employer, organisation=firm(manager=employer))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


def _cast(learner, employer, regulator):
    """Everybody who might want to look, each with what he has to do with it."""
    head = person("甲厂长", "head-b")
    firm("没有核实的厂", manager=head, state=Organisation.State.PROPOSED)
    association = person("会长", "chair")
    firm("协会", manager=association, kind=Organisation.Kind.ASSOCIATION)
    verified = firm("核实的厂", manager=employer)
    mate = person("同事", "mate")
    member(verified, mate)
    trainer = person("培训员", "trainer")
    member(verified, trainer, role=Role.TRAINING_OFFICER)
    return {
        "owner": learner,
        "manager": employer,
        "colleague": mate,
        "trainer": trainer,
        "unverified": head,
        "association": association,
        "regulator": regulator,
        "stranger": person("路人", "passer"),
    }


MAY = {"owner": (200, 404), "manager": (200, 200)}


@pytest.mark.parametrize(
    "who", ["owner", "manager", "colleague", "trainer", "unverified", "association", "regulator", "stranger"]
)
def test_each_goes_through_his_doors_and_no_other(who, learner, employer, regulator, client_of):
    made = make_profile(learner)
    record = careering.take_out(learner)
    one = client_of(_cast(learner, employer, regulator)[who])
    profile, people = MAY.get(who, (404, 404))
    assert one.get(reverse("talents:profile", args=[made.pk])).status_code == profile
    assert one.get(reverse("talents:people")).status_code == people
    assert one.get(reverse("talents:career_file", args=[record.code])).status_code == (200 if who == "owner" else 404)
    for name in ("opening", "withdrawal"):
        assert one.get(reverse(f"talents:{name}")).status_code == 405
        assert one.post(reverse(f"talents:{name}")).status_code == (302 if who == "owner" else 404)
    for name in ("mine", "career", "fits"):
        assert one.get(reverse(f"talents:{name}")).status_code == 200


def test_who_is_not_signed_in_is_led_to_the_entrance(client, learner):
    made = make_profile(learner)
    for name, args in (("mine", []), ("people", []), ("profile", [made.pk]), ("career", []), ("fits", [])):
        answer = client.get(reverse(f"talents:{name}", args=args))
        assert answer.status_code == 302
        assert "/account/login" in answer["Location"]


def test_the_profile_is_written_and_what_is_wrong_is_said(learner, client_of):
    one = client_of(learner)
    good = {"headline": "想做总监", "posts": ["qsd", "cqo"], "fields_of_work": "检验", "contact": "站内通知"}
    answer = one.post(reverse("talents:mine"), good | {"posts": ["boss"]})
    assert answer.status_code == 422
    assert not TalentProfile.objects.exists()
    assert one.post(reverse("talents:mine"), good).status_code == 302
    made = TalentProfile.objects.get(person=learner)
    assert (made.posts, made.is_open) == (["qsd", "cqo"], False)
    html = one.get(reverse("talents:mine")).content.decode()
    assert (english(html, *NAMES), refused(html)) == ([], [])


def test_the_list_of_talents_costs_the_same_for_two_and_for_twenty(employer, client_of):
    firm(manager=employer)
    looker = client_of(employer)

    def queries() -> int:
        looker.get(reverse("talents:people"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert looker.get(reverse("talents:people"), {"post": "qsd"}).status_code == 200
        return len(asked)

    for number in range(2):
        make_profile(person("王一", f"w{number}"))
    few = queries()
    for number in range(2, 20):
        make_profile(person("王一", f"w{number}"))
    assert queries() == few
