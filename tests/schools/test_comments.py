"""Comments beside the words, in Wagtail's own table: the teacher finds them at the field; commenting makes nobody an author."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Comment

from schools import commenting, permissions, reviewing
from schools.cartridge.shape import WORDS
from schools.commenting import FIELDS
from schools.differing import pieces
from schools.dossier import Dossier
from schools.models import Decision, PackFile
from tests.schools.making import approvers, fresh, make_pack, make_school, published, teacher
from tests.schools.test_library import attached

TEXT = "## 课堂安排\n\n同测一块木块，读数为什么不一样？\n\n第二课时：改进方法再测一次。\n"


@pytest.fixture
def home(db):
    return make_school()


@pytest.fixture
def author(home):
    return teacher(home)


@pytest.fixture
def by(db):
    return approvers()


@pytest.fixture
def page(home, author):
    page = make_pack(home, author, text=TEXT)
    reviewing.submit(page, by=author)
    return fresh(page)


def test_a_reviewer_comments_on_a_passage_and_the_teacher_sees_it_in_the_editor(page, author, by, client_of):
    address = f"/resources/{page.key}/comments/"
    said = {"field": "text", "passage": "第二课时：改进方法再测一次。", "text": "请写明用什么量具。"}
    assert client_of(by[0]).post(address, said).status_code == 302
    comment = Comment.objects.get()
    assert comment.contentpath == "text"
    assert comment.text == "“第二课时：改进方法再测一次。”\n请写明用什么量具。"
    editor = client_of(author).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "请写明用什么量具" in str(editor.context["form"].serialize_comments(author))
    assert "请写明用什么量具" in client_of(author).get(f"/resources/{page.key}/review/").content.decode()


def test_who_comments_may_still_decide_and_the_words_stay_the_same_version(page, by):
    before = page.latest_revision_id
    commenting.comment(page, by=by[0], field="title", text="题目很好。")
    assert fresh(page).latest_revision_id == before
    assert not permissions.has_written(by[0], page)
    reviewing.approve(fresh(page), by=by[0])
    reviewing.approve(fresh(page), by=by[1])
    assert fresh(page).live
    assert Comment.objects.count() == 1, "publishing takes no comment away"


def test_a_comment_is_answered_and_settled(page, author, by, client_of, stranger):
    comment = commenting.comment(page, by=by[0], field="text", text="量具？")
    mine = client_of(author)
    assert mine.post(f"/resources/comments/{comment.pk}/replies/", {"text": "直尺。"}).status_code == 302
    assert comment.replies.get().text == "直尺。"
    assert client_of(stranger).post(f"/resources/comments/{comment.pk}/resolution/").status_code == 404
    assert client_of(by[1]).post(f"/resources/comments/{comment.pk}/resolution/").status_code == 403
    assert mine.post(f"/resources/comments/{comment.pk}/resolution/").status_code == 302
    comment.refresh_from_db()
    assert comment.resolved_by == author
    assert Dossier(fresh(page), author).unresolved == 0


def test_who_may_not_read_the_draft_comments_on_nothing(page, stranger, client, client_of):
    address = f"/resources/{page.key}/comments/"
    assert client_of(stranger).post(address, {"field": "text", "text": "嗨"}).status_code == 404
    assert client.post(address, {"field": "text", "text": "嗨"}).status_code == 302, "sign in first"
    other = teacher(make_school("jida", "吉大小学"), "林老师", "lin")
    with pytest.raises(PermissionDenied):
        commenting.comment(page, by=other, field="text", text="嗨")
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "said",
    [{"field": "text", "text": " "}, {"field": "owner", "text": "x"}, {"field": "text", "text": "长" * 1001}],
    ids=["empty", "no such field", "too long"],
)
def test_what_is_no_comment_is_refused(said, page, by, client_of):
    assert client_of(by[0]).post(f"/resources/{page.key}/comments/", said).status_code == 422
    with pytest.raises(ValidationError):
        commenting.comment(page, by=by[0], **said)
    assert not Comment.objects.exists()


def test_the_review_page_marks_what_was_changed_since_the_last_decision(home, author, by, client_of):
    page = published(home, author, by, text=TEXT)
    changed = page.get_latest_revision_as_object()
    changed.text = TEXT.replace("再测一次", "再测三次")
    changed.save_revision(user=author)
    told = client_of(by[0]).get(f"/resources/{page.key}/review/").content.decode()
    assert "<del>一</del><ins>三</ins>" in told
    assert "标出" in told


def test_the_review_page_marks_files_that_came_or_went_since_the_last_decision(page, author, by, client_of):
    attached(page, name="旧学习单.pdf")
    fresh(page).save_revision(user=author)
    reviewing.give_back(fresh(page), by=by[0], comment="换一份。")
    mine, address = client_of(by[0]), f"/resources/{page.key}/review/"
    assert "上次决定之后" not in mine.get(address).content.decode(), "the control"
    changed = fresh(page).get_latest_revision_as_object()
    changed.files.set([PackFile(kind="sheet", name="新学习单.pdf", mime="application/pdf", key="x", sha256="0" * 64, size=9)])
    changed.save_revision(user=author)
    told = mine.get(address).content.decode()
    assert told.index("新学习单.pdf") < told.index("上次决定之后新增") < told.index("<del>旧学习单.pdf</del>")
    assert "上次决定之后删去" in told


def test_departments_see_whatever_a_reader_will_be_told():
    assert set(FIELDS) == {*WORDS, "minutes"} - {"based_licence", "attribution"}, "what nobody writes is no field to comment on"


def test_a_changed_length_and_holder_are_shown_though_they_stand_at_the_head(home, author, by, client_of):
    page = published(home, author, by, text=TEXT)

    def blocks():
        return {block.field: [(one.how, one.text) for one in block.changes] for block in Dossier(fresh(page), by[0]).blocks}

    assert "minutes" not in blocks(), "as it was: it stands at the head"
    changed = page.get_latest_revision_as_object()
    changed.minutes, changed.rights_holder, changed.languages = 80, "别的学校", ["zh-hans", "en"]
    changed.save_revision(user=author)
    told = blocks()
    assert ("new", "80") in told["minutes"]
    assert ("new", "、英文") in told["languages"]
    assert told["rights_holder"]


def test_the_desk_decides_on_the_version_that_was_read_and_on_no_other(page, author, by, client_of):
    address, read = f"/resources/{page.key}/decision/", page.latest_revision_id
    changed = page.get_latest_revision_as_object()
    changed.text = "## 偷换\n\n没人看过。\n"
    changed.save_revision(user=author)
    said = {"revision": read, "verdict": "approved", "comment": ""}
    assert client_of(by[0]).post(address, said).status_code == 409
    assert not Decision.objects.exists()
    assert client_of(by[0]).post(address, said | {"revision": fresh(page).latest_revision_id}).status_code == 302
    assert Decision.objects.get().department == "education"


def test_returning_without_a_word_of_why_is_refused(page, by, client_of):
    said = {"revision": page.latest_revision_id, "verdict": "returned", "comment": ""}
    assert client_of(by[0]).post(f"/resources/{page.key}/decision/", said).status_code == 422
    assert not Decision.objects.exists()


def test_after_a_return_by_the_second_department_both_read_again(page, author, by):
    reviewing.approve(page, by=by[0])
    reviewing.give_back(fresh(page), by=by[1], comment="请改。")
    changed = fresh(page).get_latest_revision_as_object()
    changed.text = "## 改好\n\n量具：直尺。\n"
    changed.save_revision(user=author)
    reviewing.submit(fresh(page), by=author)
    with pytest.raises(PermissionDenied):
        reviewing.approve(fresh(page), by=by[1])
    reviewing.approve(fresh(page), by=by[0])
    reviewing.approve(fresh(page), by=by[1])
    assert fresh(page).live


def test_a_step_that_was_cancelled_meanwhile_is_decided_by_nobody(page, author, by):
    """The race: a reviewer's request has the step in hand while the author's change cancels it."""
    held = page.current_workflow_task_state
    changed = page.get_latest_revision_as_object()
    changed.text = "## 换\n\n新。\n"
    changed.save_revision(user=author)
    with pytest.raises(PermissionDenied):
        held.task.specific.on_action(held, by[0], "approve")
    assert not Decision.objects.exists()


def test_every_decision_and_opinion_is_in_the_chronicle_the_newest_first(page, by):
    reviewing.approve(page, by=by[0], comment="可以进课堂。")
    reviewing.give_back(fresh(page), by=by[1], comment="标准号写全。")
    told = [(one.words, one.said) for one in Dossier(fresh(page)).chronicle]
    assert [said for _words, said in told if said] == ["标准号写全。", "可以进课堂。"]
    assert "退回" in told[0][0]
    assert [one.at for one in Dossier(fresh(page)).chronicle] == sorted(
        (one.at for one in Dossier(fresh(page)).chronicle), reverse=True
    )


def test_a_long_text_is_compared_by_lines_where_characters_would_take_too_long():
    long = "一" * 3000
    assert [one.how for one in pieces(long, long + "二")] == ["gone", "new"]
    assert pieces("", "") == []
