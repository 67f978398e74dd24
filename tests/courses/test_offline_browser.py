"""Offline reading in a real browser: kept, read without a network, replaced with the edition, and gone with the person."""

import pytest
from playwright.sync_api import expect

from courses.models import CoursePage, Enrolment
from tests.browser import follow
from tests.courses import activities, films, small

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
LESSON = "/courses/act/act-01/"
KEPT = "/learn/offline/act/act-01/"
TEXT = "首席质量官对质量安全有一票否决权"
NAMES = "caches.keys()"


@pytest.fixture
def phone(browser, client_of, learner, site):
    """A phone on which the learner is signed in; without a network its console is full of faults, which are not looked at."""
    context = browser.new_context(base_url=site, locale="zh-CN", viewport={"width": 390, "height": 800})
    context.set_default_timeout(30_000)
    session = client_of(learner).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    yield context.new_page()
    context.close()


@pytest.fixture
def enrolment(learner, db):
    page = activities.lesson_page([activities.reading()])
    return activities.enrol(learner, activities.course_of(page))


def keep(page):
    page.goto(LESSON)
    page.get_by_role("button", name="保存到本机离线阅读").click()
    expect(page.locator("[data-said]")).to_contain_text("已保存到本机")


def test_a_lesson_kept_is_read_without_a_network_and_gone_once_one_signs_out(phone, enrolment):
    keep(phone)
    phone.context.set_offline(True)
    phone.goto(KEPT)
    expect(phone.locator(".lesson__body")).to_contain_text(TEXT)
    expect(phone.locator("[data-away]")).to_be_visible()
    phone.reload()
    expect(phone.locator(".lesson__body")).to_contain_text(TEXT)
    phone.goto("/learn/offline/")
    expect(phone.locator("[data-kept] li a")).to_have_attribute("href", KEPT)
    phone.context.set_offline(False)
    phone.goto("/account/logout/")
    follow(phone, "[data-forget] button")
    assert phone.evaluate(NAMES) == []
    phone.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        phone.goto(KEPT)


def test_what_is_withdrawn_or_of_an_earlier_edition_does_not_stay(phone, enrolment, site):
    keep(phone)
    course = enrolment.course
    small.publish(CoursePage.objects.get(course=course), [["ACT-01", "ACT-02"]])
    Enrolment.objects.filter(pk=enrolment.pk).update(version=course.current)
    phone.goto("/learn/offline/")
    expect(phone.locator("[data-kept] li a")).to_have_text("活动课")
    names = [name for name in phone.evaluate(NAMES) if "|frame" not in name]
    assert [name.rpartition("|")[2] for name in names] == ["2.0"]
    CoursePage.objects.get(course=course).unpublish()
    phone.goto("/learn/offline/")
    expect(phone.locator("[data-empty]")).to_be_visible()
    # The session ends elsewhere: whoever is sent to sign in finds nothing of the person before.
    phone.context.clear_cookies()
    phone.goto("/learn/offline/")
    phone.locator("input[name=login]").wait_for()
    phone.wait_for_function("async () => (await caches.keys()).length === 0")


def test_a_film_is_kept_when_it_is_asked_for_and_else_its_absence_is_said(phone, learner):
    page = activities.lesson_page([films.video(films.medium())])
    activities.enrol(learner, activities.course_of(page))
    keep(phone)
    phone.context.set_offline(True)
    phone.goto(KEPT)
    expect(phone.get_by_text("没有保存到本机")).to_be_visible()
    expect(phone.locator(".film__player")).to_be_hidden()
    phone.locator(".transcript summary").click()
    expect(phone.locator(".transcript li").first).to_be_visible()
    phone.context.set_offline(False)
    keep(phone)
    phone.get_by_role("button", name="视频也保存").click()
    expect(phone.get_by_role("button", name="视频也保存")).to_be_hidden()
    phone.context.set_offline(True)
    phone.goto(KEPT)
    phone.wait_for_function("document.querySelector('.film__player').duration > 40")
    expect(phone.locator(".film__player")).to_be_visible()
    expect(phone.get_by_text("没有保存到本机")).to_have_count(0)
