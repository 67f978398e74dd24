"""Modified Angoff: rated blind, rated again knowing the panel, and handed over as the next rules' pass mark."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from exams import angoff, standards
from exams.models import AngoffRating, RulesDraft, StandardSetting
from exams.passing import cut_off
from tests.cast import person
from tests.exams.making import version

D = Decimal


@pytest.fixture
def judges(db):
    return [person(f"委员{n}", f"judge{n}", role) for n, role in enumerate(("second_marker", "school_editor", "regulator"), 1)]


@pytest.fixture
def setting(judges, examiner):
    """Two cells of two marks."""
    return standards.call(version=version(["single", "multiple"]), basis="cell", members=judges, by=examiner)


def rate(setting, who, *percents):
    standards.rate(setting=setting, by=who, percents=dict(zip(("cell-1", "cell-2"), percents, strict=True)))


def through(setting, judges, by):
    for round in (1, 2):
        for judge, percents in zip(judges, ((50, 80), (60, 70), (70, 60)), strict=True):
            rate(setting, judge, *(percent + round - 1 for percent in percents))
        setting = standards.advance(setting=setting, by=by)
    return setting


def test_the_cut_score_is_the_mean_of_what_the_judges_expect(setting, judges, examiner):
    closed = through(setting, judges, examiner)
    told = standards.outcome(closed, 2)
    assert told is not None
    assert (told.cut_score, told.maximum, told.judges) == (D("2.64"), D(4), 3)
    assert [line.mean for line in told.lines] == [61, 71]
    assert told.deviation == 0


def test_ratings_are_given_once_a_round_and_never_rewritten(setting, judges):
    rate(setting, judges[0], 50, 80)
    with pytest.raises(standards.OutOfTurn):
        rate(setting, judges[0], 60, 80)
    assert AngoffRating.objects.count() == 2
    for sql in ('UPDATE "exams_angoffrating" SET "percent" = 1', 'DELETE FROM "exams_angoffrating"'):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_thirds_add_up_to_whole_marks():
    """30, 30 and 40 per cent of three marks are one mark, not 0.99."""
    targets, said = [{"id": "a", "marks": "3"}], [{"a": 30}, {"a": 30}, {"a": 40}]
    told = angoff.outcome(targets, said)
    assert told is not None
    assert cut_off(told.cut_score, 2) == 1


def test_ratings_given_blind_are_none_of_the_second_round(setting, judges, examiner, client_of):
    """A judge who has the first round's page open while the chair ends it has not seen how the panel rated."""
    late, others = judges[0], [*judges[1:], person("委员4", "judge4", "regulator")]
    setting.members.create(user=others[-1])
    for judge in others:
        rate(setting, judge, 50, 80)
    standards.advance(setting=setting, by=examiner)
    page = {"round": "1", "cell-1": "50", "cell-2": "80"}
    reply = client_of(late).post(setting.get_absolute_url(), page, follow=True)
    assert "未保存：本轮已结束" in reply.text
    assert not AngoffRating.objects.filter(round=2).exists()
    client_of(late).post(setting.get_absolute_url(), {**page, "round": "2"})
    assert AngoffRating.objects.filter(round=2).count() == 2


def test_a_round_ends_only_when_three_have_rated_and_strangers_rate_nothing(setting, judges, examiner, stranger):
    for judge in judges[:2]:
        rate(setting, judge, 50, 50)
    with pytest.raises(standards.OutOfTurn):
        standards.advance(setting=setting, by=examiner)
    with pytest.raises(standards.OutOfTurn):
        rate(setting, stranger, 50, 50)


def test_the_outcome_goes_into_the_draft_of_the_next_rules(setting, judges, examiner):
    with pytest.raises(standards.OutOfTurn):
        standards.hand_over(setting=setting, by=examiner)
    closed = through(setting, judges, examiner)
    standards.hand_over(setting=closed, by=examiner)
    draft = RulesDraft.objects.get()
    assert draft.cut_score == D("2.64")
    assert draft.standard_setting["method"] == "modified_angoff"
    assert len(draft.standard_setting["ratings"]) == 12
    assert not any(judge.full_name in str(draft.standard_setting) for judge in judges)
    assert closed.exam_version.cut_score != D("2.64")


def test_a_panel_may_rate_the_items_of_a_drawn_paper(judges, examiner):
    made = standards.call(version=version(["single", "multiple"]), basis="item", members=judges, by=examiner)
    assert [target["marks"] for target in made.targets] == ["2", "2"]
    assert all(target["id"].startswith("item-") for target in made.targets)


# --- pages ------------------------------------------------------------------------------------------------


def page(client, setting):
    return client.get(setting.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="zh-hans")


def test_the_first_round_is_blind_and_the_second_tells_how_it_came_out(client_of, setting, judges, examiner):
    clients = [client_of(judge) for judge in judges]
    for client, percent in zip(clients, (37, 48, 59), strict=True):
        assert client.post(setting.get_absolute_url(), {"cell-1": percent, "cell-2": percent}).status_code == 302
    for client in (clients[2], client_of(examiner)):
        said = page(client, setting).content.decode()
        assert "37%" not in said
        assert "48%" not in said
    client_of(examiner).post(f"{setting.get_absolute_url()}rounds/")
    said = page(clients[2], setting).content.decode()
    assert "48.0%" in said
    assert 'value="59"' in said


def test_what_is_missing_or_out_of_range_is_told_and_nothing_is_kept(client_of, setting, judges):
    client = client_of(judges[0])
    for sent in ({"cell-1": "50"}, {"cell-1": "50", "cell-2": "101"}, {"cell-1": "x", "cell-2": "-1"}):
        assert client.post(setting.get_absolute_url(), sent).status_code == 422
    assert not AngoffRating.objects.exists()


@pytest.mark.parametrize("who", ["learner", "stranger", "employer"])
def test_whoever_is_not_on_the_panel_sees_nothing_of_it(request, client_of, setting, who):
    client = client_of(request.getfixturevalue(who))
    assert page(client, setting).status_code == 404
    assert client.get("/exams/standards/").status_code == 404
    for deed in ("rounds", "cut-score"):
        assert client.post(f"{setting.get_absolute_url()}{deed}/").status_code == 404


def test_members_do_not_end_rounds(client_of, setting, judges):
    for judge in judges:
        rate(setting, judge, 50, 50)
    assert client_of(judges[0]).post(f"{setting.get_absolute_url()}rounds/").status_code == 404
    assert StandardSetting.objects.get().state == "round_1"


def test_a_panel_is_called_with_three_people_at_least(client_of, examiner, judges):
    rules, client = version(["single"]), client_of(examiner)
    sent = {"version": rules.pk, "basis": "cell", "members": [judge.pk for judge in judges]}
    assert client.post("/exams/standards/", {**sent, "members": sent["members"][:2]}).status_code == 422
    response = client.post("/exams/standards/", sent)
    assert response.status_code == 302
    assert client.get(response.url).status_code == 200


def test_used_from_the_page_and_listed_at_the_same_cost(client_of, setting, judges, examiner):
    closed, client = through(setting, judges, examiner), client_of(examiner)
    client.post(f"{closed.get_absolute_url()}cut-score/")
    assert RulesDraft.objects.get().cut_score == D("2.64")
    client.get("/exams/standards/")
    counts = []
    for more in (0, 5):
        for _number in range(more):
            standards.call(version=setting.exam_version, basis="cell", members=judges, by=examiner)
        with CaptureQueriesContext(connection) as queries:
            client.get("/exams/standards/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
