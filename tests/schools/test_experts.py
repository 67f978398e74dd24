"""An expert from outside reads the draft and its files by a signed link and writes an opinion, which approves nothing."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.dates import now
from core.models import AuditEntry
from schools import inviting, reviewing
from schools.models import Decision, ExpertInvitation, ExpertOpinion
from tests.schools.making import approvers, fresh, make_pack, make_school, teacher
from tests.schools.test_library import attached


@pytest.fixture
def home(db):
    return make_school()


@pytest.fixture
def author(home):
    return teacher(home)


@pytest.fixture
def page(home, author):
    page = make_pack(home, author, title="量一量：误差从哪里来")
    attached(page)
    page.save_revision(user=author)
    reviewing.submit(fresh(page), by=author)
    return fresh(page)


@pytest.fixture
def invitation(page):
    education, _regulation = approvers()
    return inviting.invite(page, by=education, name="邓教授", office="示例大学计量学院")


def path(invitation):
    return f"/resources/experts/{invitation.token}/"


def test_an_expert_reads_the_draft_and_its_files_without_an_account(invitation, page, client):
    told = client.get(path(invitation)).content.decode()
    assert "量一量：误差从哪里来" in told
    assert "读数为什么不一样" in told
    file = page.files.get()
    answer = client.get(f"{path(invitation)}files/{file.code}/")
    assert answer.status_code == 200
    assert b"%PDF" in answer.content
    assert client.get(f"/resources/files/{file.code}/").status_code == 404, "the control: without the link there is no such file"


def test_an_opinion_is_kept_with_the_version_it_is_about_and_approves_nothing(invitation, page, client):
    answer = client.post(path(invitation), {"revision": page.latest_revision_id, "text": "第二课时太满。"}, follow=True)
    assert "第二课时太满" in answer.content.decode()
    opinion = ExpertOpinion.objects.get()
    assert (opinion.name, opinion.revision) == ("邓教授", page.latest_revision_id)
    assert not Decision.objects.exists()
    assert fresh(page).current_workflow_task_state is not None
    assert not fresh(page).live
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        ExpertOpinion.objects.update(text="别的")


def test_the_school_and_the_reviewers_see_the_opinion_and_strangers_nothing(
    invitation, page, author, client, client_of, stranger
):
    client.post(path(invitation), {"revision": page.latest_revision_id, "text": "第二课时太满。"})
    address = f"/resources/{page.key}/review/"
    assert "第二课时太满" in client_of(author).get(address).content.decode()
    assert "第二课时太满" in client_of(invitation.invited_by).get(address).content.decode()
    assert client_of(stranger).get(address).status_code == 404


def test_every_deed_with_a_link_is_in_the_log(invitation, page, client):
    client.post(path(invitation), {"revision": page.latest_revision_id, "text": "可以。"})
    inviting.end(invitation, by=invitation.invited_by)
    deeds = set(AuditEntry.objects.filter(subject__endswith=f":{page.pk}").values_list("deed", flat=True))
    assert {"resource.expert_invited", "resource.expert_wrote", "resource.expert_link_ended"} <= deeds


@pytest.mark.parametrize("why", ["ran out", "ended"])
def test_a_link_that_is_over_shows_neither_words_nor_files(why, invitation, page, client):
    file = page.files.get()
    if why == "ended":
        inviting.end(invitation, by=invitation.invited_by)
    else:
        ExpertInvitation.objects.update(expires_at=now() - dt.timedelta(seconds=1))
    for address in (path(invitation), f"{path(invitation)}files/{file.code}/"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "链接" in answer.content.decode()
    assert client.post(path(invitation), {"revision": page.latest_revision_id, "text": "晚了"}).status_code == 410
    assert not ExpertOpinion.objects.exists()
    with pytest.raises(PermissionDenied):
        inviting.write(fresh_of(invitation), text="晚了", revision=page.latest_revision_id)


def fresh_of(invitation):
    return ExpertInvitation.objects.get(pk=invitation.pk)


def test_a_forged_link_leads_nowhere(invitation, client):
    token = invitation.token
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), token.partition(":")[0], "x"):
        assert client.get(f"/resources/experts/{forged}/").status_code == 404


def test_a_link_leads_to_no_other_resource_and_no_other_file(invitation, home, author, client):
    other = make_pack(home, author)
    file = attached(other)
    assert client.get(f"{path(invitation)}files/{file.code}/").status_code == 404


def test_words_about_a_version_that_was_changed_meanwhile_are_not_taken(invitation, page, author, client):
    old = page.latest_revision_id
    changed = page.get_latest_revision_as_object()
    changed.text = "## 改过\n\n别的。\n"
    changed.save_revision(user=author)
    answer = client.post(path(invitation), {"revision": old, "text": "旧话"})
    assert answer.status_code == 409
    assert "旧话" in answer.content.decode(), "what was written is still in the form"
    assert not ExpertOpinion.objects.exists()


def test_with_one_link_one_may_add_and_change_nothing_and_not_for_ever(invitation, page, client):
    number, address = page.latest_revision_id, path(invitation)
    for words in ("第一条。", "第二条。"):
        client.post(address, {"revision": number, "text": words})
    told = client.get(address).content.decode()
    assert told.index("第一条。") < told.index("第二条。")
    row = ExpertOpinion.objects.first()
    same = {name: getattr(row, name) for name in ("invitation", "page", "revision", "content_sha256", "name", "text")}
    held = [ExpertOpinion(**same) for _number in range(inviting.MOST_OPINIONS - 2)]
    ExpertOpinion.objects.bulk_create(held)
    assert client.post(address, {"revision": number, "text": "再来一条。"}).status_code == 409
    assert not ExpertOpinion.objects.filter(text="再来一条。").exists()


def test_empty_words_are_refused_in_words(invitation, page, client):
    answer = client.post(path(invitation), {"revision": page.latest_revision_id, "text": " "})
    assert answer.status_code == 422
    assert not ExpertOpinion.objects.exists()


def test_teachers_and_authors_invite_nobody_and_end_nothing(invitation, page, author, client_of):
    with pytest.raises(PermissionDenied):
        inviting.invite(page, by=author, name="友人")
    with pytest.raises(PermissionDenied):
        inviting.end(invitation, by=author)
    assert client_of(author).post(f"/resources/{page.key}/invitations/", {"name": "友人"}).status_code == 403
    assert fresh_of(invitation).is_open


def test_there_are_no_more_open_links_than_ten(invitation, page):
    for number in range(inviting.MOST_OPEN - 1):
        inviting.invite(page, by=invitation.invited_by, name=f"专家{number}")
    with pytest.raises(ValidationError):
        inviting.invite(page, by=invitation.invited_by, name="太多")
