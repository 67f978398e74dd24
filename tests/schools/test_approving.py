"""Article 26: nothing is public before two departments have approved these very words, by two people, neither an author."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from core.models import AuditEntry
from schools import reviewing
from schools.models import Claim, Decision, LessonPackPage
from schools.models.pack import NotApproved
from schools.traits import Department
from tests.cast import person
from tests.schools.making import approvers, fresh, make_pack, make_school, published, teacher


@pytest.fixture
def home(db):
    return make_school()


@pytest.fixture
def author(home):
    return teacher(home)


def test_two_approvals_by_two_people_make_it_public(home, author, client):
    education, regulation = approvers()
    page = make_pack(home, author)
    assert client.get("/schools/gongbei/measure-1/").status_code == 404
    reviewing.submit(page, by=author)
    reviewing.approve(fresh(page), by=education)
    assert client.get("/schools/gongbei/measure-1/").status_code == 404, "one approval is not enough"
    reviewing.approve(fresh(page), by=regulation)
    answer = client.get("/schools/gongbei/measure-1/")
    assert answer.status_code == 200
    assert "量一量1" in answer.content.decode()
    assert fresh(page).edition == 1
    assert [one.department for one in Decision.objects.all()] == ["education", "regulation"]


def test_one_person_of_both_departments_does_not_approve_twice(home, author):
    education, _regulation = approvers()
    education.groups.add(*person("x", "x", "regulator").groups.all())
    page = make_pack(home, author)
    reviewing.submit(page, by=author)
    reviewing.approve(fresh(page), by=education)
    with pytest.raises(PermissionDenied):
        reviewing.approve(fresh(page), by=education)
    # The control: the table refuses it too, should any code forget to ask.
    first = Decision.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            page=page.pk, revision=first.revision, title="", department="regulation", verdict="approved", by=education
        )


def test_no_author_decides_on_his_own_words(home):
    education, regulation = approvers()
    page = make_pack(home, education)
    reviewing.submit(page, by=education)
    with pytest.raises(PermissionDenied):
        reviewing.approve(fresh(page), by=education)
    other = person("李老师", "li.edu", "education_reviewer")
    reviewing.approve(fresh(page), by=other)
    reviewing.approve(fresh(page), by=regulation)
    assert fresh(page).live


def test_a_department_does_not_decide_for_the_other(home, author):
    _education, regulation = approvers()
    page = make_pack(home, author)
    reviewing.submit(page, by=author)
    with pytest.raises(PermissionDenied):
        reviewing.approve(fresh(page), by=regulation)


def test_an_administrator_is_no_department_and_has_no_way_past(home, author, admin_client):
    page = make_pack(home, author)
    boss = person("管理员", "boss", "administrator")
    reviewing.submit(page, by=author)
    with pytest.raises(PermissionDenied):
        reviewing.approve(fresh(page), by=boss)
    with pytest.raises(NotApproved):
        page.get_latest_revision().publish(user=boss)
    draft = fresh(page)
    draft.live = True
    with pytest.raises(NotApproved):
        draft.save()
    assert not fresh(page).live


def test_a_change_after_the_first_approval_begins_both_again(home, author):
    education, regulation = approvers()
    page = make_pack(home, author)
    reviewing.submit(page, by=author)
    reviewing.approve(fresh(page), by=education)
    changed = fresh(page).get_latest_revision_as_object()
    changed.text = "## 改过\n\n别的话。\n"
    changed.save_revision(user=author)
    with pytest.raises(PermissionDenied):
        reviewing.approve(fresh(page), by=regulation)
    reviewing.approve(fresh(page), by=education)
    assert not fresh(page).live
    reviewing.approve(fresh(page), by=regulation)
    assert fresh(page).live
    assert "别的话" in fresh(page).text


def test_a_change_after_publication_waits_for_two_new_approvals(home, author, client):
    by = approvers()
    page = published(home, author, by)
    changed = page.get_latest_revision_as_object()
    changed.title = "换过的题目"
    changed.save_revision(user=author)
    with pytest.raises(NotApproved):
        fresh(page).get_latest_revision().publish()
    assert "换过的题目" not in client.get("/schools/gongbei/measure-1/").content.decode()
    reviewing.submit(fresh(page), by=author)
    for who in by:
        reviewing.approve(fresh(page), by=who)
    assert "换过的题目" in client.get("/schools/gongbei/measure-1/").content.decode()
    assert fresh(page).edition == 2


def test_an_autosave_over_an_approved_version_is_a_version_of_its_own(home, author):
    page = published(home, author)
    approved = page.get_latest_revision()
    approved.user = author
    approved.save()
    changed = approved.as_object()
    changed.text = "## 偷换\n\n没人看过的话。\n"
    changed.save_revision(user=author, overwrite_revision=approved)
    assert fresh(page).latest_revision_id != approved.pk
    assert fresh(page).has_unpublished_changes
    with pytest.raises(NotApproved):
        fresh(page).get_latest_revision().publish()


def test_words_written_over_an_approved_version_are_not_approved(home, author):
    """Should anything write over a version past the page: the number is the same, the words are not."""
    page = published(home, author)
    approved = page.get_latest_revision()
    assert Decision.objects.carry(approved.pk), "the control: as it is, it counts"
    approved.content["text"] = "没人看过的话。"
    approved.save()
    with pytest.raises(NotApproved):
        approved.publish()
    assert "没人看过" not in fresh(page).text


def test_a_copy_of_a_public_resource_is_a_draft(home, author):
    page = published(home, author)
    copy = page.copy(update_attrs={"slug": "copy"})
    assert not LessonPackPage.objects.get(pk=copy.pk).live
    assert copy.key != page.key


def test_what_is_returned_is_not_public_and_the_authors_are_told_why(home, author, client):
    education, _regulation = approvers()
    page = make_pack(home, author)
    reviewing.submit(page, by=author)
    with pytest.raises(ValidationError):
        reviewing.give_back(fresh(page), by=education, comment=" ")
    reviewing.give_back(fresh(page), by=education, comment="请写明安全提示。")
    assert Decision.objects.get().verdict == "returned"
    assert not fresh(page).live
    assert fresh(page).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    client.force_login(author)
    assert "退回并附意见" in client.get("/resources/desk/").content.decode()
    assert "请写明安全提示。" in client.get(f"/resources/{page.key}/review/").content.decode()


def test_a_decision_is_never_rewritten(home, author):
    published(home, author)
    for deed in (lambda: Decision.objects.update(comment="别的"), lambda: Decision.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            deed()
    assert [one.comment for one in Decision.objects.all()] == ["", ""]


ROLES = ("teacher", "other", "education", "regulation", "administrator", "learner")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("department", Department.values)
def test_who_may_decide_at_which_step(role, department, home, author):
    education, regulation = approvers()
    people = {
        "teacher": author,
        "other": teacher(make_school("jida", "吉大小学"), "林老师", "lin"),
        "education": education,
        "regulation": regulation,
        "administrator": person("管理员", "boss", "administrator"),
        "learner": person("林悦", "linyue"),
    }
    page = make_pack(home, author)
    reviewing.submit(page, by=author)
    if department == Department.REGULATION:
        reviewing.approve(fresh(page), by=person("李老师", "li.edu", "education_reviewer"))
    step = fresh(page).current_workflow_task_state
    actions = step.task.specific.get_actions(fresh(page), people[role])
    assert bool(actions) == (role == department)


def test_a_school_touches_nothing_of_another(home, author):
    theirs = make_school("jida", "吉大小学")
    page = make_pack(theirs)
    own = make_pack(home, author)
    assert own.permissions_for_user(author).can_edit()
    assert not page.permissions_for_user(author).can_edit()
    assert not theirs.permissions_for_user(author).can_add_subpage()
    assert not Page.objects.get(pk=home.pk).permissions_for_user(author).can_publish()
    assert not own.permissions_for_user(author).can_publish()


def test_the_desk_says_who_reads_it_and_offers_no_way_past(home, author, client):
    education, _regulation = approvers()
    second = person("李老师", "li.edu", "education_reviewer")
    page = make_pack(home, author)
    reviewing.submit(page, by=author)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.force_login(education)
    assert client.get(address).status_code == 200
    assert Claim.objects.get().by == education
    client.force_login(second)
    told = client.get(address).content.decode()
    assert "周老师" in told
    assert "action-cancel-workflow" not in told, "who reads for a department does not call the reading off"
    client.force_login(person("管理员", "boss", "administrator"))
    assert "action-publish" not in client.get(address).content.decode()
    reviewing.approve(fresh(page), by=second)
    assert not Claim.objects.exists(), "a claim ends with its step"


def test_founding_a_school_twice_changes_nothing(home):
    again = make_school()
    assert again.pk == home.pk
    assert again.group_id == home.group_id


def test_two_schools_of_one_name_are_two_groups(home):
    other = make_school("gongbei-2")
    assert other.title == home.title
    assert other.group_id != home.group_id
    assert other.collection_id != home.collection_id
    assert not make_pack(other).permissions_for_user(teacher(home)).can_edit()


def test_what_becomes_of_a_resource_is_in_the_audit_log(home, author):
    by = approvers()
    page = make_pack(home, author)
    reviewing.submit(page, by=author)
    reviewing.give_back(fresh(page), by=by[0], comment="请改。")
    reviewing.submit(fresh(page), by=author)
    for who in by:
        reviewing.approve(fresh(page), by=who)
    told = AuditEntry.objects.filter(subject=f"schools.lessonpackpage:{page.pk}").order_by("pk")
    assert list(told.values_list("deed", flat=True)) == [f"resource.{deed}" for deed in ("submitted", "returned", "published")]
