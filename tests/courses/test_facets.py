"""The catalogue is narrowed by what courses have, in the address, with numbers that hold, and at the same cost for many."""

import re

import pytest

from courses import browsing
from courses.models import Course, CoursePage, CourseVersion, Track
from tests.courses import activities, small


@pytest.fixture
def shelf(db):
    small.make_course("TXT", [["TXT-01"]])
    long = small.make_course("LNG", [["LNG-01"]])
    CourseVersion.objects.create(course=long, number=2, structure=long.current.structure, minutes=2000)
    activities.course_of(activities.lesson_page([activities.reading()]))
    stages = [{"title": {"zh-hans": "一"}, "steps": [{"kind": "course", "code": "TXT"}]}]
    content = {"title": {"zh-hans": "质量安全员"}, "summary": {}, "stages": stages}
    Track.objects.create(slug="qso", content=content, is_published=True)


def told(html):
    """Label and number of every choice."""
    found = re.findall(r"<li><a href=\"(\?[^\"]*)\"[^>]*><span>([^<]+)</span><span class=\"num muted\">(\d+)</span>", html)
    return {label: (address.replace("&amp;", "&"), int(number)) for address, label, number in found}


def codes(html):
    return re.findall(r'item__lead code muted">(\w+)<', html)


def test_every_number_is_how_many_courses_the_address_shows(shelf, client):
    choices = told(client.get("/courses/").content.decode())
    assert {"阅读", "自测", "24学时以上"} <= choices.keys()
    for label, (address, number) in choices.items():
        assert len(codes(client.get("/courses/" + address).content.decode())) == number, label


def test_choices_add_up_and_are_taken_back(shelf, client):
    page = client.get("/courses/?kind=check&length=long").content.decode()
    assert codes(page) == ["LNG"]
    assert page.count('aria-current="true"') >= 2
    assert codes(client.get("/courses/?kind=check").content.decode()) == ["LNG", "TXT"]
    address = next(address for address, _n in told(page).values() if address == "?kind=check")
    assert codes(client.get("/courses/" + address).content.decode()) == ["LNG", "TXT"]


def test_a_field_of_quality_shows_what_is_tagged_with_it_alone(shelf, client):
    CoursePage.objects.filter(course__code="TXT").update(quality_fields=["product", "service"], audiences=["enterprise"])
    CoursePage.objects.filter(course__code="LNG").update(quality_fields=["product"])
    assert codes(client.get("/courses/?field=service").content.decode()) == ["TXT"]
    assert codes(client.get("/courses/?field=product").content.decode()) == ["LNG", "TXT"]
    page = client.get("/courses/?field=product&audience=enterprise").content.decode()
    assert codes(page) == ["TXT"]
    # The numbers beside one facet are of what the other leaves.
    assert told(page)["服务质量"] == ("?audience=enterprise&field=service", 1)


def test_a_value_nobody_has_is_not_asked(shelf, client):
    assert len(codes(client.get("/courses/?kind=nonsense&post=<script>").content.decode())) == 3


def test_the_catalogue_asks_the_same_queries_for_few_courses_and_for_many(shelf, client, django_assert_num_queries):
    home = CoursePage.objects.first().get_parent()

    def asked(first, last):
        made = Course.objects.bulk_create([Course(code=f"M{n:04}") for n in range(first, last)])
        for course in made:
            home.add_child(instance=CoursePage(title=course.code, slug=course.slug, course=course))
        structure: dict[str, list[str]] = {"modules": []}
        CourseVersion.objects.bulk_create([CourseVersion(course=one, number=1, structure=structure, minutes=45) for one in made])
        browsing.shelf({})
        with django_assert_num_queries(4):
            return browsing.shelf({"length": "short"}).total

    few = asked(0, 10)
    assert asked(10, 70) == few + 60
    page = client.get("/courses/").content.decode()
    assert len(codes(page)) == browsing.A_PAGE
    assert "page=2" in page
