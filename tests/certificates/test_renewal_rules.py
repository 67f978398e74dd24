"""What counts towards a renewal: on examples, and for any credits whatever."""

import datetime as dt
import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from certificates.renewal import Credit, Need, Why, assess
from certificates.renewal_cycle import Cycle, Stage, opens, stage, term
from certificates.renewal_rules import Area, BadRules, Kind, Rules

BEGIN, END = dt.date(2026, 11, 24), dt.date(2029, 11, 23)
CYCLE = Cycle(BEGIN, END, 36, 180)
RULES = Rules.of(
    {
        "hours": 24,
        "yearly": 6,
        "areas": {"law": 6},
        "kinds": {"meeting": {"most": 8}, "teaching": {"most": 6}},
        "outside_most_percent": 60,
        "profiles": {"food": {"yearly_minutes": 2400}},
    }
)
HOUR = 45 * 60


def credit(ref, hours, on=dt.date(2027, 3, 1), kind=Kind.LESSON, area=Area.MANAGEMENT):
    return Credit(ref, kind, area, on, RULES.seconds(hours))


def needs(standing):
    return [(one.need, one.of, one.seconds / HOUR) for one in standing.missing]


# --- on examples -------------------------------------------------------------------------------------------


def test_nothing_learned_names_every_rule():
    standing = assess(RULES, CYCLE, [], dt.date(2026, 12, 1))
    assert needs(standing) == [("total", "", 24), ("year", "1", 6), ("year", "2", 6), ("year", "3", 6), ("area", "law", 6)]
    assert standing.short == 24 * HOUR


def test_what_was_learned_before_the_certificate_does_not_count():
    (row,) = assess(RULES, CYCLE, [credit("a", 8, BEGIN - dt.timedelta(days=1))], END).rows
    assert (row.counted, row.why) == (0, Why.BEFORE)


def test_what_renewed_the_last_certificate_does_not_renew_the_next():
    cycle = Cycle(BEGIN, END, 36, 180, used=frozenset({"a"}))
    first, second = assess(RULES, cycle, [credit("a", 8, BEGIN), credit("b", 8, BEGIN)], END).rows
    assert (first.counted, first.why, second.counted) == (0, Why.USED, 8 * HOUR)


def test_a_kind_counts_up_to_its_most_and_the_rest_is_told():
    standing = assess(RULES, CYCLE, [credit("a", 6, kind=Kind.MEETING), credit("b", 6, kind=Kind.MEETING)], END)
    assert [(row.counted / HOUR, row.why) for row in standing.rows] == [(6, Why.COUNTS), (2, Why.KIND_FULL)]
    # The year looks at all of it: whoever sat in a meeting did learn that year.
    assert standing.years[0].seconds == 12 * HOUR


def test_all_outside_kinds_together_count_up_to_their_share():
    standing = assess(RULES, CYCLE, [credit("a", 8, kind=Kind.MEETING), credit("b", 20, kind=Kind.COURSE)], END)
    assert [(row.counted, row.why) for row in standing.rows][1] == (RULES.seconds(24) * 60 // 100 - 8 * HOUR, Why.OUTSIDE_FULL)


def test_a_later_year_makes_up_an_earlier_one_and_never_the_other_way_round():
    early = assess(RULES, CYCLE, [credit("a", 18, area=Area.LAW)], END)
    assert [(year.made_up, year.missing / HOUR) for year in early.years] == [(0, 0), (0, 6), (0, 6)]
    late = assess(RULES, CYCLE, [credit("a", 24, dt.date(2029, 3, 1), area=Area.LAW)], END)
    assert late.is_complete
    assert [year.made_up / HOUR for year in late.years] == [6, 6, 0]


def test_where_nothing_is_made_up_a_year_that_fell_short_stays_so():
    rules = Rules.of({"hours": 12, "yearly": 6, "make_up": False})
    standing = assess(rules, CYCLE, [credit("a", 24, dt.date(2029, 3, 1))], END)
    assert [(one.need, one.of) for one in standing.missing] == [(Need.YEAR_CLOSED, "1"), (Need.YEAR_CLOSED, "2")]


def test_hours_of_the_grace_make_up_the_last_year():
    spread = [credit("a", 20, area=Area.LAW), credit("b", 6, dt.date(2028, 3, 1))]
    on = END + dt.timedelta(days=40)
    assert needs(assess(RULES, CYCLE, spread, on)) == [("year", "3", 6)]
    standing = assess(RULES, CYCLE, [*spread, credit("c", 6, on)], on)
    assert standing.is_complete
    assert [year.is_grace for year in standing.years] == [False, False, False, True]


def test_the_food_profile_takes_the_place_of_the_yearly_hours_from_the_year_in_which_it_holds():
    cycle = Cycle(BEGIN, END, 36, 180, profiles=((dt.date(2028, 6, 1), "food"),))
    assert [year.least // 60 for year in assess(RULES, cycle, [], END).years] == [6 * 45, 2400, 2400]
    left = Cycle(BEGIN, END, 36, 180, profiles=((dt.date(2026, 12, 1), "food"), (dt.date(2028, 6, 1), "")))
    assert [year.least // 60 for year in assess(RULES, left, [], END).years] == [2400, 6 * 45, 6 * 45]


def test_an_exam_is_asked_for_only_where_the_rules_ask():
    rules = Rules.of({"hours": 0, "exam": True})
    assert [one.need for one in assess(rules, CYCLE, [], END).missing] == [Need.EXAM]
    assert assess(rules, CYCLE, [], END, exam_passed=True).is_complete


def test_a_correction_takes_back_what_it_corrects():
    taken = [credit("a", 8), credit("a:back", -8)]
    standing = assess(RULES, CYCLE, taken, END)
    assert (standing.counted, standing.years[0].seconds) == (0, 0)


def test_a_least_of_a_kind_is_asked_for():
    rules = Rules.of({"hours": 10, "kinds": {"project": {"least": 4}}})
    assert needs(assess(rules, CYCLE, [credit("a", 10)], END)) == [("kind", "project", 4)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (END - dt.timedelta(days=181), Stage.EARLY),
        (END - dt.timedelta(days=180), Stage.OPEN),
        (END, Stage.OPEN),
        (END + dt.timedelta(days=1), Stage.LATE),
        (END + dt.timedelta(days=180), Stage.LATE),
        (END + dt.timedelta(days=181), Stage.EXAM),
        (dt.date(2030, 11, 23), Stage.EXAM),
        (dt.date(2030, 11, 24), Stage.OVER),
    ],
)
def test_the_day_says_which_way_is_open(day, expected):
    assert stage(RULES, CYCLE, day) == expected


@pytest.mark.parametrize(
    "data",
    [
        {"hours": -1},
        {"hours": "24"},
        {"areas": {"luck": 3}},
        {"kinds": {"meeting": {"about": 3}}},
        {"outside_most_percent": 101},
        {"late": "never"},
        {"make_up": 1},
        {"profiles": {"food": {}}},
        {"minutes_per_hour": 0},
        {"lessons": {"LAW": "luck"}},
    ],
)
def test_rules_that_make_no_sense_are_refused_by_name(data):
    with pytest.raises(BadRules) as refused:
        Rules.of(data)
    assert refused.value.args == tuple(data)


@pytest.mark.parametrize(
    ("code", "total", "yearly", "law", "food"),
    [("CQO", 48, 12, 8, None), ("QSD", 36, 10, 8, 2400), ("QSO", 24, 6, 6, 2400)],
)
def test_the_shipped_schemes_ask_for_what_the_scheme_says(code, total, yearly, law, food):
    from certificates.loading import renewal_of

    numbers = json.loads((settings.CONTENT_DIR / "blueprints.json").read_text(encoding="utf-8"))
    words = json.loads((settings.CONTENT_DIR / "certificates.json").read_text(encoding="utf-8"))
    rules = Rules.of(renewal_of(numbers[code], words["renewal"], words["schemes"][code]))
    assert (rules.total / HOUR, rules.yearly / HOUR, rules.areas[Area.LAW] / HOUR) == (total, yearly, law)
    assert rules.profiles == ({"food": food * 60} if food else {})
    assert (rules.area_of("LAW-01"), rules.area_of("SAF-02"), rules.area_of("SPC-01")) == (Area.LAW, Area.LAW, Area.METHODS)


# --- for any credits ---------------------------------------------------------------------------------------

DAYS = st.dates(BEGIN - dt.timedelta(days=60), END + dt.timedelta(days=200))
ONES = st.builds(
    lambda kind, area, day, seconds: (kind, area, day, seconds),
    st.sampled_from(Kind),
    st.sampled_from(Area),
    DAYS,
    st.integers(1, 40 * HOUR),
)
MANY = st.lists(ONES, max_size=12).map(lambda some: [Credit(f"{n:02}", *one) for n, one in enumerate(some)])


@given(MANY, DAYS)
def test_the_total_is_the_sum_of_its_rows_and_no_row_counts_more_than_it_has(credits, on):
    standing = assess(RULES, CYCLE, credits, on)
    assert standing.counted == sum(row.counted for row in standing.rows)
    assert all(0 <= row.counted <= row.credit.seconds for row in standing.rows)
    assert sum(year.seconds for year in standing.years) == sum(row.credit.seconds for row in standing.rows if row.year)
    assert all((row.counted < row.credit.seconds) == (row.why != Why.COUNTS) for row in standing.rows)


@given(MANY, ONES, DAYS)
def test_one_credit_more_never_makes_less_count_nor_more_missing(credits, one, on):
    before, after = assess(RULES, CYCLE, credits, on), assess(RULES, CYCLE, [*credits, Credit("more", *one)], on)
    assert after.counted >= before.counted
    missing = {(lack.need, lack.of): lack.seconds for lack in before.missing}
    assert all(lack.seconds <= missing.get((lack.need, lack.of), -1) for lack in after.missing)


@given(MANY, DAYS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(credits, on, chance):
    shuffled = list(credits)
    chance.shuffle(shuffled)
    assert assess(RULES, CYCLE, shuffled, on) == assess(RULES, CYCLE, credits, on)


@given(MANY, DAYS)
def test_taking_everything_back_leaves_nothing(credits, on):
    back = [Credit(f"{one.ref}:back", one.kind, one.area, one.done_on, -one.seconds) for one in credits]
    standing = assess(RULES, CYCLE, [*credits, *back], on)
    assert (standing.counted, {year.seconds for year in standing.years}) == (0, {0})


@given(st.dates(BEGIN, END + dt.timedelta(days=180)))
def test_a_renewed_certificate_is_valid_at_once_and_ends_no_earlier_than_in_time(on):
    first, last = term(RULES, CYCLE, on, 36)
    assert (first, last) == (on, dt.date(2032, 11, 23))
    assert opens(RULES, CYCLE) <= END
