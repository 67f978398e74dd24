"""What there is in Chinese alone is shown on the page of every language, and what is done there counts in each."""

import pytest
from wagtail.models import PageViewRestriction

from cms import tree
from courses import reading, standing
from courses.models import ActivityProgress, CheckAnswer, LessonPage, LessonProgress
from tests.courses import activities, small

FIRST, SECOND, LAST = (f"0b7d0c9e-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
ADDRESSES = {"zh-hans": "/courses/act/act-01/", "en": "/en/courses/act/act-01/", "zh-hant": "/zh-hant/courses/act/act-01/"}
ENGLISH_TITLE = "Article 9 in full"


def paragraph(words):
    return {"type": "paragraph", "value": f"<p>{words}</p>", "id": SECOND}


@pytest.fixture
def mine(learner, db):
    """A lesson of two readings and two self-checks; its English and Traditional texts have one reading and one check each."""
    page = activities.lesson_page(
        [activities.reading("前一份", block_id=FIRST), activities.reading("第九条原文", block_id=LAST), paragraph("完。")]
    )
    page.checks = page.checks.stream_block.to_python(small.checks("ACT-01", 2))
    page.save_revision().publish()
    for language, title in (("en", ENGLISH_TITLE), ("zh-hant", "第九條原文")):
        twin = activities.lesson_page(
            [activities.reading(title, block_id=LAST), paragraph("The end.")], language=language, key=page.translation_key
        )
        twin.checks = twin.checks.stream_block.to_python(small.checks("ACT-01", 1))
        twin.save_revision().publish()
    course = activities.course_of(page)
    for language in ("en", "zh-hant"):
        activities.translated(course, language)
    return activities.enrol(learner, course)


@pytest.mark.parametrize(("language", "lang"), [("en", "zh-Hans"), ("zh-hant", "zh-Hant")], ids=["en", "zh-hant"])
def test_a_lesson_is_completed_in_a_language_that_lacks_some_of_it(mine, learner, client_of, language, lang):
    address, reader = ADDRESSES[language], client_of(learner)
    html = reader.get(address).content.decode()
    assert f'<h2 id="activity-{FIRST}-title" lang="{lang}">前一份</h2>' in html
    assert html.index(f'id="activity-{FIRST}"') < html.index(f'id="activity-{LAST}"')
    assert f'<h2 id="activity-{LAST}-title">' in html
    assert html.count('<p class="note sm">') == 2
    assert html.count(f'<fieldset lang="{lang}">') == {"en": 1, "zh-hant": 2}[language]
    for activity in (FIRST, LAST):
        reader.post(f"{address}activities/{activity}/", {"deed": "read"})
    for number in (1, 2):
        reader.post(f"{address}answers/", {"check": small.check_id("ACT-01", number), "answer": "true"})
    reader.post(f"{address}completion/")
    assert LessonProgress.objects.get(learner=learner).completed_at
    # Chinese shows it as done: progress is known by the activity, whatever the language.
    assert "本课已学完" in reader.get(ADDRESSES["zh-hans"]).content.decode()
    assert set(ActivityProgress.objects.values_list("activity_id", flat=True)) == {FIRST, LAST}
    assert CheckAnswer.objects.count() == 2


def test_a_lent_question_is_answered_in_place_in_its_own_language(mine, learner, client_of):
    answer = {"check": small.check_id("ACT-01", 2), "answer": "true"}
    html = client_of(learner).post(f"{ADDRESSES['en']}answers/", answer, headers={"X-Requested-With": "fetch"}).text
    assert '<fieldset lang="zh-Hans">' in html
    assert "Chinese only" in html


def test_in_chinese_nothing_is_lent(mine, learner, client_of, client):
    for reader in (client_of(learner), client):
        html = reader.get(ADDRESSES["zh-hans"]).content.decode()
        assert html.count("act__kind") == 2
        assert '<p class="note sm">' not in html


def test_who_is_not_enrolled_sees_it_too(mine, client):
    html = client.get(ADDRESSES["en"]).content.decode()
    assert 'lang="zh-Hans">前一份</h2>' in html
    assert "Chinese only" in html


def test_a_text_that_lacks_nothing_costs_no_further_query(mine, learner, django_assert_num_queries, monkeypatch):
    # What is remembered is forgotten every five minutes; that moment may not fall between warming and counting.
    monkeypatch.setattr("courses.texts.time", lambda: 1_800_000_000.0)
    told = standing.of(learner, mine.course)
    assert told is not None
    here = told.syllabus.at("act-01")
    assert here is not None
    reading.whole(told, here)
    with django_assert_num_queries(0):
        read = reading.whole(told, here)
    assert read is not None
    assert read.lent_checks == frozenset()


def test_a_twin_written_anew_counts_as_the_same(mine, learner, client_of):
    """The control: with a twin of its own the English page borrows no activity."""
    twin = LessonPage.objects.get(code="ACT-01", locale__language_code="en")
    activities.write(twin, [activities.reading("Before"), activities.reading(ENGLISH_TITLE)])
    twin.checks = twin.checks.stream_block.to_python(small.checks("ACT-01", 2))
    twin.save_revision().publish()
    other = client_of(learner)
    mine.version = mine.course.current
    mine.save()
    assert '<p class="note sm">' not in other.get(ADDRESSES["en"]).content.decode()


@pytest.mark.parametrize("address", ["/courses/act/", "/courses/act/act-01/", "/lessons/act-01/"])
def test_a_course_without_a_translation_shows_the_chinese_one_and_says_so(client, db, address):
    page = activities.lesson_page([activities.reading("第九条原文", block_id=FIRST)])
    course = activities.course_of(page)
    tree.home(tree.locale("en"))
    said = "not available in your language yet"
    assert said in client.get(f"/en{address}", follow=True).content.decode()
    assert said not in client.get(address, follow=True).content.decode()
    PageViewRestriction.objects.create(page=course.pages.get().page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert said not in client.get(f"/en{address}", follow=True).content.decode()
