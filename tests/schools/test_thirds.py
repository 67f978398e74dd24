"""A third reading (终审): the operator may ask for one; two people of two departments it takes in every way."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Workflow

from core.models import AuditEntry
from schools import reviewing, ways
from schools.models import Decision
from schools.models.pack import NotApproved
from schools.ways import Way
from tests.cast import person
from tests.schools.making import approvers, fresh, make_pack, make_school, teacher

THREE = [Way.EDUCATION, Way.REGULATION]


@pytest.fixture
def home(db):
    return make_school()


@pytest.fixture
def author(home):
    return teacher(home)


@pytest.fixture
def boss(db):
    return person("管理员", "boss", "administrator")


def others():
    """Somebody else of each department."""
    return {
        Way.EDUCATION: person("李老师", "li.edu", "education_reviewer"),
        Way.REGULATION: person("冯主管", "feng.reg", "regulator"),
    }


def handed_in(home, author):
    page = make_pack(home, author)
    reviewing.submit(page, by=author)
    return page


@pytest.mark.parametrize("way", THREE)
def test_it_is_public_after_three_people_of_two_departments_and_not_before(way, home, author, boss):
    ways.choose(way, by=boss)
    education, regulation = approvers()
    page = handed_in(home, author)
    for by in (education, regulation):
        reviewing.approve(fresh(page), by=by)
        assert not fresh(page).live
    with pytest.raises(NotApproved):
        fresh(page).get_latest_revision().publish(user=boss)
    reviewing.approve(fresh(page), by=others()[way])
    assert fresh(page).live
    assert fresh(page).edition == 1
    assert list(Decision.objects.values_list("is_final", "readings")) == [(False, 3), (False, 3), (True, 3)]


@pytest.mark.parametrize("way", THREE)
def test_nobody_reads_twice_and_an_author_or_administrator_reads_not_at_all(way, home, author, boss):
    ways.choose(way, by=boss)
    education, regulation = approvers()
    for user in (education, regulation, author):
        user.groups.add(*Group.objects.filter(name__in=("education_reviewer", "regulator")))
    page = handed_in(home, author)
    reviewing.approve(fresh(page), by=education)
    with pytest.raises(PermissionDenied):
        reviewing.approve(fresh(page), by=education)
    reviewing.approve(fresh(page), by=regulation)
    for by in (education, regulation, author, boss):
        with pytest.raises(PermissionDenied):
            reviewing.approve(fresh(page), by=by)
    assert not fresh(page).live
    # The control: the table refuses it too, should any code forget to ask.
    told = {"page": page.pk, "revision": fresh(page).latest_revision_id, "title": "", "department": way.value, "readings": 3}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**told, is_final=True, verdict="approved", by=education)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**told | {"readings": 2}, is_final=True, verdict="approved", by=boss)


def test_two_of_one_department_and_a_final_reading_of_it_are_not_two_departments(home, author):
    page = make_pack(home, author)
    told = {"page": page.pk, "revision": page.latest_revision_id, "title": "", "department": "education", "readings": 3}
    words = {"content_sha256": "", "verdict": "approved"}
    Decision.objects.create(**told, **words, by=person("一", "a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**told, **words, by=person("二", "b"))
    Decision.objects.create(**told, **words, is_final=True, by=person("二", "b"))
    assert Decision.objects.editions(page.pk) == 0


def test_what_is_under_review_keeps_the_way_it_was_handed_in_by(home, author, boss):
    education, regulation = approvers()
    last = others()[Way.REGULATION]
    two = handed_in(home, author)
    reviewing.approve(fresh(two), by=education)
    returned = handed_in(home, author)
    reviewing.give_back(fresh(returned), by=education, comment="请改。")
    ways.choose(Way.REGULATION, by=boss)
    reviewing.approve(fresh(two), by=regulation)
    assert fresh(two).live, "handed in before"
    reviewing.submit(fresh(returned), by=author)
    for by in (education, regulation):
        reviewing.approve(fresh(returned), by=by)
    assert fresh(returned).live, "returned before, and mended"
    three = handed_in(home, author)
    ways.choose(Way.TWO, by=boss)
    for by in (education, regulation):
        reviewing.approve(fresh(three), by=by)
    assert not fresh(three).live, "back to two: what was handed in by three keeps three"
    reviewing.approve(fresh(three), by=last)
    assert fresh(three).live


def test_a_return_by_the_final_reader_has_all_read_the_new_words(home, author, boss):
    ways.choose(Way.EDUCATION, by=boss)
    education, regulation = approvers()
    last = others()[Way.EDUCATION]
    page = handed_in(home, author)
    for by in (education, regulation):
        reviewing.approve(fresh(page), by=by)
    reviewing.give_back(fresh(page), by=last, comment="请补充安全提示。")
    changed = fresh(page).get_latest_revision_as_object()
    changed.safety = "当心剪刀。"
    changed.save_revision(user=author)
    reviewing.submit(fresh(page), by=author)
    with pytest.raises(PermissionDenied):
        reviewing.approve(fresh(page), by=regulation)
    for by in (education, regulation, last):
        assert not fresh(page).live
        reviewing.approve(fresh(page), by=by)
    assert fresh(page).live


@pytest.mark.parametrize("way", Way)
def test_withdrawn_and_handed_in_anew_nobody_reads_the_same_words_again(way, home, author, boss):
    ways.choose(way, by=boss)
    education, regulation = approvers()
    page = handed_in(home, author)
    reviewing.approve(fresh(page), by=education)
    fresh(page).current_workflow_state.cancel(user=author)
    reviewing.submit(fresh(page), by=author)
    reviewing.approve(fresh(page), by=regulation)
    if way != Way.TWO:
        assert not fresh(page).live
        reviewing.approve(fresh(page), by=others()[way])
    assert fresh(page).live


def test_handed_in_anew_by_another_way_it_is_read_from_the_beginning(home, author, boss):
    education, regulation = approvers()
    page = handed_in(home, author)
    reviewing.approve(fresh(page), by=education)
    fresh(page).current_workflow_state.cancel(user=author)
    ways.choose(Way.REGULATION, by=boss)
    reviewing.submit(fresh(page), by=author)
    with pytest.raises(PermissionDenied):
        reviewing.approve(fresh(page), by=regulation)
    for by in (education, regulation, others()[Way.REGULATION]):
        assert not fresh(page).live
        reviewing.approve(fresh(page), by=by)
    assert fresh(page).live


def test_what_was_taken_down_is_read_again_before_it_comes_back(home, author):
    education, regulation = approvers()
    page = handed_in(home, author)
    for by in (education, regulation):
        reviewing.approve(fresh(page), by=by)
    fresh(page).unpublish()
    reviewing.submit(fresh(page), by=author)
    assert not fresh(page).live
    for by in (education, regulation):
        reviewing.approve(fresh(page), by=by)
    assert fresh(page).live


def test_authors_and_reviewers_are_told_which_reading_it_is(home, author, boss, client):
    ways.choose(Way.REGULATION, by=boss)
    education, regulation = approvers()
    last = others()[Way.REGULATION]
    page = handed_in(home, author)

    def told(user, address="/resources/desk/"):
        client.force_login(user)
        return client.get(address).content.decode()

    assert "等待教育部门审核（第1审，共3审）" in told(author)
    reviewing.approve(fresh(page), by=education)
    assert "等待市场监管部门审核（第2审，共3审）" in told(author)
    reviewing.approve(fresh(page), by=regulation)
    review = f"/resources/{page.key}/review/"
    assert "等待市场监管部门终审（第3审，共3审）" in told(author)
    assert "等待市场监管部门终审（第3审，共3审）" in told(author, review)
    assert page.title in told(last), "his to read"
    assert page.title not in told(regulation), "he has read it"
    assert 'name="verdict"' not in told(regulation, review)
    assert 'name="verdict"' in told(last, review)
    reviewing.approve(fresh(page), by=last)
    assert "市场监管部门（终审）：" in told(author, review)


def test_the_operator_chooses_on_a_page_of_the_admin(home, author, boss, client):
    address = reverse("schools_office:way")
    reviewers = approvers()
    client.force_login(boss)
    assert "现有审核人员" not in client.get(address).content.decode()
    assert client.post(address, {"way": "none"}).status_code == 422
    client.post(address, {"way": "education"})
    assert ways.present() == Way.EDUCATION
    assert make_school("jida", "吉大小学").get_workflow().name == Workflow.objects.get(name="会同审核，教育部门终审").name
    assert "教育部门现有审核人员1人" in client.get(address).content.decode(), "one reviewer is too few for two readings"
    entry = AuditEntry.objects.get(deed="school.way_chosen")
    assert (entry.actor_id, entry.data) == (boss.pk, {"way": "education"})
    client.post(address, {"way": "education"})
    assert AuditEntry.objects.filter(deed="school.way_chosen").count() == 1, "no change, no line"
    for user in (author, *reviewers):
        client.force_login(user)
        client.post(address, {"way": "two"})
        assert ways.present() == Way.EDUCATION
