"""Art. 27: a profile only its person opens, a record that can be checked, policies that may fit and promise nothing."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import today
from core.models import AuditEntry
from organisations.models import Organisation, Role
from talents import careering, eligibility, fitting, pathing, profiling
from talents.models import CareerRecord, ProfileLook, TalentProfile
from tests.appointments.making import house, in_post
from tests.cast import person
from tests.organisations.making import firm, member
from tests.reading import english, refused
from tests.talents.making import DAY, make_bulletin, make_policy, make_profile, rule

NAMES = (r"CQO|QSD|QSO|PDF|ICP|SHA-256|[0-9a-f]{64}|([0-9A-Z]{4}-){2}[0-9A-Z]{4}",)


# --- the profile (R27-2, R6-2) ------------------------------------------------------------------------------


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


# --- the career record (R27-3) ------------------------------------------------------------------------------


def test_the_career_record_is_a_pdf_that_is_checked_by_its_code(learner, employer, client, client_of):
    in_post(house(employer, learner, name="灯塔制造"), learner, employer, post="qsd")
    answer = client_of(learner).post(reverse("talents:careers"), follow=True)
    made = CareerRecord.objects.get()
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(b"".join(answer) if answer.streaming else answer.content)) as paper:
        assert made.code in str(paper.docinfo.get("/Keywords"))
    html = client.get(made.get_absolute_url().lower()).content.decode()
    assert "灯塔制造" in html
    assert learner.full_name not in html
    assert "质量安全总监" in html
    assert (english(html, *NAMES), refused(html)) == ([], [])
    assert client.get(reverse("talents:career_check", args=["2222-2222-2222"])).status_code == 404
    assert careering.take_out(learner) == made


def test_a_record_of_the_past_is_never_rewritten(learner):
    careering.take_out(learner)
    with pytest.raises(DatabaseError), transaction.atomic():
        CareerRecord.objects.update(facts={})


# --- policies (R27-4) ---------------------------------------------------------------------------------------

SMALL = rule("org.size", "in", ["small", "micro"])


@pytest.mark.parametrize(
    ("rules", "match", "facts", "verdict"),
    [
        ([SMALL], "all", {"org.size": "small"}, "may"),
        ([SMALL], "all", {"org.size": "large"}, "not"),
        ([SMALL], "all", {}, "ask"),
        ([SMALL, rule("org.cqo.active", "eq", True)], "all", {"org.size": "micro", "org.cqo.active": False}, "not"),
        ([SMALL, rule("org.cqo.active", "eq", True)], "any", {"org.size": "micro", "org.cqo.active": False}, "may"),
        ([SMALL, rule("person.years_quality", "gte", 3)], "all", {"org.size": "micro"}, "ask"),
        ([rule("person.post", "in", ["QSO", "QSD"])], "all", {"person.post": ["CQO", "QSD"]}, "may"),
        ([rule("person.post", "in", ["QSO", "QSD"])], "all", {"person.post": []}, "not"),
        ([rule("org.duty_log.entries", "gte", 6)], "all", {"org.duty_log.entries": 5}, "not"),
        ([rule("org.duty_log.entries", "lte", 6)], "all", {"org.duty_log.entries": 5}, "may"),
        ([], "all", {}, "ask"),
    ],
    ids=[
        "met",
        "unmet",
        "unknown",
        "one unmet",
        "one is enough",
        "left to the reader",
        "posts",
        "no post",
        "few",
        "most",
        "none",
    ],
)
def test_conditions_are_held_against_facts(rules, match, facts, verdict):
    assert eligibility.judge({"match": match, "rules": rules}, facts).verdict == verdict


@pytest.mark.parametrize(
    "rules",
    [
        [],
        {"match": "some", "rules": []},
        {"match": "all", "rules": [rule("org.colour", "eq", "red")]},
        {"match": "all", "rules": [rule("org.size", "like", "s%")]},
        {"match": "all", "rules": [rule("org.size", "in", "small")]},
        {"match": "all", "rules": [rule("org.duty_log.entries", "gte", "6")]},
        {"match": "all", "rules": [rule("org.size", "in", ["small"], "")]},
    ],
    ids=["no object", "no match", "unknown field", "unknown op", "no list", "no number", "no words"],
)
def test_conditions_that_cannot_be_read_are_refused_with_their_place(db, rules):
    made = make_policy()
    made.rules = rules
    with pytest.raises(ValidationError) as reason:
        made.full_clean()
    assert set(reason.value.message_dict) == {"rules"}


def test_what_may_fit_names_the_office_that_decides_and_promises_nothing(learner, employer, client_of):
    body = firm("小厂", manager=employer, size=Organisation.Size.SMALL)
    member(body, learner)
    fitting_one = make_policy(SMALL, title="小微支持", deciding_office="海湾质量办")
    make_policy(rule("org.size", "in", ["large"]), title="大型支持")
    make_policy(SMALL, title="过期支持", valid_to=today() - DAY)
    assert [(fit.policy.title, fit.verdict) for fit in fitting.fits(learner)] == [("小微支持", "may"), ("大型支持", "not")]
    html = client_of(learner).get(reverse("talents:fits")).content.decode()
    assert "可能符合" in html
    assert "海湾质量办" in html
    assert fitting_one.get_absolute_url() in html
    assert not [word for word in ("保证", "必定", "有资格", "符合条件，", "可以获得", "一定") if word in html]
    assert (english(html, *NAMES), refused(html)) == ([], [])


def test_a_policy_is_archived_by_its_date_and_offers_nothing_then(client, db):
    make_policy(title="有效政策")
    past = make_policy(title="过期政策", valid_to=today() - DAY)
    make_policy(title="草稿", published_on=None)
    html = client.get("/policies/").content.decode()
    assert ("有效政策" in html, "过期政策" in html, "草稿" in html) == (True, False, False)
    assert "过期政策" in client.get("/policies/?when=archived").content.decode()
    told = client.get(past.get_absolute_url()).content.decode()
    assert past.how_to_apply not in told
    assert (english(told, *NAMES), refused(told)) == ([], [])


def test_what_fits_costs_the_same_for_two_policies_and_for_twenty(learner, client_of):
    one = client_of(learner)

    def queries() -> int:
        one.get(reverse("talents:fits"))
        with CaptureQueriesContext(connection) as asked:
            one.get(reverse("talents:fits"))
        return len(asked)

    for _number in range(2):
        make_policy(SMALL)
    few = queries()
    for _number in range(18):
        make_policy(SMALL)
    assert queries() == few


# --- the way up (R27-1) and Hengqin (R29-1) -----------------------------------------------------------------


def test_the_way_from_officer_to_chief_shows_what_is_credited_already(content, client):
    steps = pathing.steps()
    assert [step.offer.page.course.code for step in steps] == ["QSO", "QSD", "CQO"]
    common = {lesson["code"] for lesson in steps[1].offer.version.lessons} & {
        lesson["code"] for lesson in steps[0].offer.version.lessons
    }
    assert steps[1].lessons == len(common) > 0
    html = client.get("/talents/").content.decode()
    assert f"其中{steps[1].shared.normalize():f}" in html.replace(" ", "")
    assert (english(html, *NAMES), refused(html)) == ([], [])


def test_notices_of_hengqin_stand_by_themselves(client, db):
    make_bulletin(title="全市通告")
    make_bulletin(title="橫琴质量通告", jurisdiction="hengqin", title_en="Notice of Hengqin")
    html = client.get("/bulletins/?jurisdiction=hengqin").content.decode()
    assert ("橫琴质量通告" in html, "全市通告" in html) == (True, False)
    assert "全市通告" in client.get("/bulletins/?jurisdiction=nowhere").content.decode()
    assert "Notice of Hengqin" in client.get("/en/bulletins/").content.decode()
    assert "橫琴質量通告" in client.get("/zh-hant/bulletins/").content.decode()


def test_a_new_notice_is_on_the_kept_page_at_once(client, administrator, client_of, django_capture_on_commit_callbacks):
    client.get("/bulletins/")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(administrator).post(
            reverse("wagtailsnippets_talents_bulletin:add"),
            {
                "title": "新通告",
                "code": "new",
                "jurisdiction": "city",
                "issuer": "示例局",
                "issued_on": today().isoformat(),
                "published_on": today().isoformat(),
                "text": "内容。",
            },
        )
    assert answer.status_code == 302
    assert "新通告" in client.get("/bulletins/").content.decode()
