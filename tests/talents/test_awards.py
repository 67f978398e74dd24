"""Art. 28: the hub of awards, its calendar, stories of winners, and a self-assessment that nobody else sees."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from core.dates import today
from talents import assessing
from talents.models import Award, AwardDate, SelfAssessment, WinnerStory
from tests.reading import english, refused
from tests.talents.making import DAY, make_award

NAMES = (r"GB/T|iCal|Excel|ICP",)


def test_deadlines_stand_in_the_calendar_file(client, db):
    award = make_award(name="市长质量奖")
    AwardDate.objects.create(award=award, day=dt.date(2031, 5, 31), label="申报截止")
    AwardDate.objects.create(award=make_award(published_on=None), day=dt.date(2031, 6, 1), label="草稿")
    for address in ("/awards/calendar.ics", f"/awards/{award.code}.ics"):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/calendar")
        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert event.decoded("dtstart") == dt.date(2031, 5, 31)
        assert event["SUMMARY"] == "市长质量奖：申报截止"


def test_a_day_that_was_moved_is_a_change_of_the_same_event(client, db):
    day = AwardDate.objects.create(award=make_award(), day=dt.date(2031, 5, 31), label="申报截止")

    def told():
        (event,) = Calendar.from_ical(client.get(f"/awards/{day.award.code}.ics", headers={"cookie": "messages=1"}).content).walk(
            "VEVENT"
        )
        return event

    before = told()
    AwardDate.objects.filter(pk=day.pk).update(day=dt.date(2031, 6, 15))
    after = told()
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)


def test_the_hub_shows_governments_and_social_organisations_apart(client, db):
    make_award(name="市长质量奖")
    social = make_award(name="质量技术奖", kind=Award.Kind.SOCIAL, guidance="不收报名费。")
    AwardDate.objects.create(award=social, day=today() + DAY, label="征集")
    AwardDate.objects.create(award=social, day=today() - DAY, label="早已过去")
    make_award(name="草稿奖", published_on=None)
    html = client.get("/awards/").content.decode()
    assert html.index("政府质量奖") < html.index("社会力量设立的奖项")
    assert ("征集" in html, "早已过去" in html, "草稿奖" in html) == (True, False, False)
    assert (english(html, *NAMES), refused(html)) == ([], [])
    page = client.get(social.get_absolute_url()).content.decode()
    assert "不收报名费" in page
    assert (english(page, *NAMES), refused(page)) == ([], [])


def test_a_story_is_read_and_a_draft_is_not(client, db):
    values = {"award": make_award(), "year": 2025, "winner": "示例厂", "text": "第一年记下每一次漏水。"}
    story = WinnerStory.objects.create(code="one", title="漏水降了", published_on=today(), **values)
    draft = WinnerStory.objects.create(code="two", title="没写完", **values)
    assert "每一次漏水" in client.get(story.get_absolute_url()).content.decode()
    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("levels", "weakest", "strongest"),
    [
        ((3, 3, 3, 3, 3, 3, 3), (), ()),
        ((5, 3, 3, 3, 1, 2, 3), ("processes", "measurement"), ("leadership",)),
        ((0, 4, 4, 4, 4, 4, 4), ("leadership",), assessing.CATEGORIES[1:]),
    ],
    ids=["level", "mixed", "one behind"],
)
def test_the_lowest_categories_are_where_to_begin(levels, weakest, strongest):
    found = assessing.profile(dict(zip(assessing.CATEGORIES, levels, strict=True)))
    assert (found.weakest, found.strongest) == (weakest, strongest)


def test_a_category_without_a_level_is_named():
    with pytest.raises(assessing.Incomplete) as fault:
        assessing.profile(dict.fromkeys(assessing.CATEGORIES[:-1], 3))
    assert fault.value.category == "results"


def test_the_self_assessment_is_shown_and_downloaded_by_its_person_alone(learner, regulator, administrator, client_of):
    one, answers = client_of(learner), dict.fromkeys(assessing.CATEGORIES, "3")
    address = reverse("talents:assessment")
    assert one.post(address, answers | {"results": ""}).status_code == 422
    assert one.post(address, answers | {"results": "6"}).status_code == 422
    assert not SelfAssessment.objects.exists()
    answer = one.post(address, answers | {"results": "1", "results_note": "=1+1"}, follow=True)
    html = answer.content.decode()
    assert "先从这里做起：结果" in html
    assert (english(html, *NAMES), refused(html)) == ([], [])
    made = SelfAssessment.objects.get()
    file = reverse("talents:assessed_file", args=[made.pk])
    rows = list(load_workbook(io.BytesIO(one.get(file).content)).active.iter_rows(values_only=True))
    assert rows[7] == ("结果", 1, 20, "=1+1")
    for other in (regulator, administrator):
        assert client_of(other).get(made.get_absolute_url()).status_code == 404
        assert client_of(other).get(file).status_code == 404
