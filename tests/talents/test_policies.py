"""Policies (R27-4): conditions as data, what may fit with the office that decides, nothing promised, the past archived."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import today
from organisations.models import Organisation
from talents import eligibility, fitting
from tests.organisations.making import firm, member
from tests.reading import english, refused
from tests.talents.making import DAY, make_policy, rule

NAMES = (r"CQO|QSD|QSO|PDF|ICP|SHA-256|[0-9a-f]{64}|([0-9A-Z]{4}-){2}[0-9A-Z]{4}",)


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
