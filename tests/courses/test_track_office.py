"""Tracks in the office: written as a form, looked through before they are saved."""

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.courses.small import make_course
from tests.courses.tracks import STAGES, make_track


@pytest.fixture
def course(db):
    return make_course(codes=[["TST-01", "OTH-01"]])


@pytest.fixture
def track(course):
    return make_track()


def sent(stages, **more):
    """What the form of a track sends."""
    rows = [
        {
            "title_zh_hans": one["title"]["zh-hans"],
            "title_zh_hant": "",
            "title_en": "",
            "steps": streamfield([(row["kind"], plainly(row)) for row in one["steps"]]),
        }
        for one in stages
    ]
    words = dict.fromkeys(("title_zh_hant", "title_en", "summary_zh_hans", "summary_zh_hant", "summary_en"), "")
    plain = {"slug": "tst", "level": "basic", "place": 0, "is_published": "on", "title_zh_hans": "另一条路径"}
    return nested_form_data({**plain, **words, **more, "stages": streamfield([("stage", row) for row in rows])})


def plainly(step):
    """A step as its fields send it: several choices under one name."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in step.items() if name != "kind"}


def test_the_office_writes_a_track_as_a_form_and_sees_it_again(track, administrator, client_of):
    address, office = f"/cms/snippets/courses/track/edit/{track.pk}/", client_of(administrator)
    page = office.get(address).text
    assert "试用路径" in page
    assert "OTH-03 " in page  # to choose from
    stages = [STAGES[0], {"title": {"zh-hans": "选修"}, "steps": [{**STAGES[1]["steps"][0], "need": 3, "optional": "on"}]}]
    answer = office.post(address, sent(stages, summary_en="Two stages"))
    assert answer.status_code == 302, answer.context["form"].errors
    track.refresh_from_db()
    assert track.content["title"] == {"zh-hans": "另一条路径"}
    assert track.content["summary"] == {"en": "Two stages"}
    electives = {**STAGES[1]["steps"][0], "need": 3, "optional": True}
    assert track.content["stages"] == [STAGES[0], {"title": {"zh-hans": "选修"}, "steps": [electives]}]


def test_the_office_cannot_save_a_track_that_leads_nowhere(track, administrator, client_of):
    address = f"/cms/snippets/courses/track/edit/{track.pk}/"
    stages = [{"title": {"zh-hans": "错"}, "steps": [{"kind": "exam", "code": "NO"}, {**STAGES[1]["steps"][0], "need": 9}]}]
    page = client_of(administrator).post(address, sent(stages)).text
    assert "没有代码为NO的考试" in page
    assert "9/3" in page
    track.refresh_from_db()
    assert track.content["title"]["zh-hans"] == "试用路径"
