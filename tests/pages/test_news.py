"""Reviews of pages are told by our notices, each in its reader's language, and Wagtail sends no mail of its own besides."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.utils.translation import override
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, TaskState, Workflow, WorkflowPage, WorkflowTask

from accounts.models import User
from cms import tree
from notices.models import Notice
from pages.models import NoteIndexPage

Commits = Any  # django_capture_on_commit_callbacks


@pytest.fixture
def reviewer(employer: User) -> User:
    """Reviews pages, and reads English."""
    group = Group.objects.create(name="校对")
    may = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=2), permission=may)
    employer.groups.add(group)
    employer.preferred_language = "en"
    employer.save()
    return employer


@pytest.fixture
def step(reviewer: User, learner: User, django_capture_on_commit_callbacks: Commits) -> TaskState:
    """A page that 林悦 has handed in, working in Chinese."""
    task = GroupApprovalTask.objects.create(name="校对")
    task.groups.set(Group.objects.filter(name="校对"))
    workflow = Workflow.objects.create(name="校对")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = Page.objects.get(depth=2)
    page.save_revision(user=learner)
    with override("zh-hans"), django_capture_on_commit_callbacks(execute=True):
        state: TaskState = workflow.start(page, learner).current_task_state
    return state


def test_whoever_reviews_is_told_once_in_his_language(step: TaskState, reviewer: User, learner: User) -> None:
    (message,) = mail.outbox
    assert message.to == [reviewer.email]
    assert message.subject.startswith("For your review: ")
    assert "林悦 has handed it in." in message.body
    assert f"/cms/pages/{step.workflow_state.object_id}/edit/" in message.body
    assert not Notice.objects.visible_to(learner).exists()


@pytest.mark.parametrize(
    ("deed", "comment", "told"),
    [
        ("approve", "", "陈工 has approved what you handed in."),
        ("reject", "The title is wrong.", "陈工 has sent it back. The title is wrong. Change it"),
        ("reject", "", "陈工 has sent it back. No comment was left. Change it"),
    ],
)
def test_whoever_handed_it_in_is_told_what_was_decided(
    step: TaskState,
    reviewer: User,
    learner: User,
    django_capture_on_commit_callbacks: Commits,
    deed: str,
    comment: str,
    told: str,
) -> None:
    User.objects.filter(pk=learner.pk).update(preferred_language="en")
    mail.outbox.clear()
    with override("zh-hans"), django_capture_on_commit_callbacks(execute=True):
        step.task.specific.on_action(TaskState.objects.get(pk=step.pk), reviewer, deed, comment=comment)
    (message,) = mail.outbox
    assert message.to == [learner.email]
    assert told in message.body


def test_a_translation_goes_through_the_same_review(step: TaskState, reviewer: User, learner: User) -> None:
    """What is set at the top holds for every language's tree, and the same people decide."""
    workflow = step.workflow_state.workflow
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    mail.outbox.clear()
    for language, _name in settings.LANGUAGES[::2]:
        page = tree.home(tree.locale(language)).add_child(instance=NoteIndexPage(title="说明", slug=f"notes-{language}"))
        page.save_revision(user=learner)
        assert page.get_workflow() == workflow
        waiting = page.get_workflow().start(page, learner).current_task_state
        assert Notice.objects.visible_to(reviewer).filter(code="pages.waiting", occasion=str(waiting.pk)).exists()


def test_whoever_decides_on_his_own_is_told_nothing(
    step: TaskState, learner: User, django_capture_on_commit_callbacks: Commits
) -> None:
    learner.groups.add(Group.objects.get(name="校对"))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        step.task.specific.on_action(TaskState.objects.get(pk=step.pk), learner, "approve")
    assert not mail.outbox


def test_the_account_in_the_admin_has_no_switch_that_switches_nothing(admin_client: Client) -> None:
    page = admin_client.get("/cms/account/").content.decode()
    assert "updated_comments_notifications" in page
    assert "submitted_notifications" not in page
