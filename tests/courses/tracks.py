"""A track for tests: one course, then electives and another."""

from copy import deepcopy

from courses.models import Track
from tests.courses.small import make_course

STAGES = [
    {"title": {"zh-hans": "岗位课程"}, "steps": [{"kind": "course", "code": "TST"}]},
    {
        "title": {"zh-hans": "选修"},
        "steps": [{"kind": "lessons", "need": 2, "of": ["OTH-01", "OTH-02", "OTH-03"]}, {"kind": "course", "code": "OTH"}],
    },
]


def make_track() -> Track:
    """The track and its second course; the first, TST, is the test's own."""
    make_course("OTH", [["OTH-01", "OTH-02", "OTH-03"]])
    return Track.objects.create(slug="tst", content={"title": {"zh-hans": "试用路径"}, "stages": deepcopy(STAGES)})
