"""The desk, and who may do what there: every role by every deed."""

from copy import deepcopy
from itertools import count

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Comment, CommentReply

from core.dates import today
from schools import deskwork, inviting, permissions, reviewing
from schools.models import Adoption, Decision, ExpertInvitation, ExpertOpinion, LessonPackPage, Rating
from tests.cast import person
from tests.house import lasting
from tests.schools.making import approvers, as_written, fresh, make_pack, make_school, published, teacher
from tests.schools.test_library import attached

pytestmark = pytest.mark.database
ROLES = (
    "anonymous", "learner", "teacher", "colleague", "other school", "reviewer A", "reviewer B", "no department", "administrator",
    "expert link",
)  # fmt: skip
READERS = {"teacher", "colleague", "reviewer A", "reviewer B", "administrator"}
WRITERS = {"teacher", "colleague", "administrator"}
SCHOOLS = {"teacher", "colleague", "other school"}
EVERYONE = {*ROLES}
# Each deed, and who may do it: on a draft that waits for the education department, and on a public resource.
MATRIX = {
    "read the draft": READERS,
    "fetch a file of the draft": READERS,
    "fetch it by its public address": READERS,
    "read the draft by an expert's link": {"expert link"},
    "write an opinion": {"expert link"},
    "comment": READERS,
    "edit": WRITERS,
    "hand in": WRITERS,
    "approve for education": {"reviewer A"},
    "return for education": {"reviewer A"},
    "approve for market regulation": {"reviewer B"},
    "ask an expert": {"reviewer A", "reviewer B"},
    "end an expert's link": {"reviewer A", "reviewer B"},
    "publish past the departments": set(),
    "bring in a cartridge": SCHOOLS,
    "read the public page": EVERYONE,
    "fetch the archive": EVERYONE,
    "note the use": {"other school"},
    "rate": {"other school"},
    "adapt": SCHOOLS,
}


class House:
    """Two schools, everybody, a draft in review and a public resource."""

    def __init__(self) -> None:
        home, other = make_school(), make_school("jida", "吉大小学")
        education, regulation = approvers()
        self.people = {
            "learner": person("林悦", "linyue"),
            "teacher": teacher(home),
            "colleague": teacher(home, "王老师", "wang"),
            "other school": teacher(other, "林老师", "lin"),
            "reviewer A": education,
            "reviewer B": regulation,
            "no department": person("培训", "peixun", "training_manager"),
            "administrator": person("管理员", "boss", "administrator"),
        }
        author = self.people["teacher"]
        self.public = published(home, author, (education, regulation))
        self.draft = make_pack(home, author)
        self.file = attached(self.draft)
        self.draft.save_revision(user=author)
        reviewing.submit(fresh(self.draft), by=author)
        self.draft = fresh(self.draft)
        self.invitation = inviting.invite(self.draft, by=regulation, name="邓教授")

    def client(self, role: str) -> Client:
        client = Client()
        if role in self.people:
            client.force_login(self.people[role])
        return client


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with lasting.for_a_module(django_db_blocker):
        yield House()


@pytest.fixture
def house(built):
    """The same for every test, as it was built."""
    with lasting.as_it_was():
        yield deepcopy(built)
    ContentType.objects.clear_cache()


def attempt(house: House, deed: str, role: str) -> bool:
    """Whether the deed is done. Each looks at what came of it, not at what was said."""
    client, draft, public = house.client(role), house.draft, house.public
    # Whoever has no link has only guessed one.
    token = house.invitation.token if role == "expert link" else "0" * 32 + ":x"
    at, shown = f"/resources/{draft.key}", f"/resources/{public.key}"
    decision = {"revision": draft.latest_revision_id, "verdict": "approved", "comment": "好"}

    def reads(address: str) -> bool:
        return bool(client.get(address).status_code == 200)

    def makes(address: str, rows, **said) -> bool:
        before = rows.count()
        client.post(address, said)
        return rows.count() != before

    def saves(said):
        return client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), said)

    def newest():
        return fresh(draft).get_latest_revision_as_object()

    if deed == "approve for market regulation":
        reviewing.approve(fresh(draft), by=person("李老师", "li.edu", "education_reviewer"))
    if deed == "hand in":
        fresh(draft).current_workflow_state.cancel(user=None)
    return {
        "read the draft": lambda: reads(f"{at}/review/"),
        "fetch a file of the draft": lambda: reads(f"{at}/files/{house.file.code}/"),
        "fetch it by its public address": lambda: reads(f"/resources/files/{house.file.code}/"),
        "read the draft by an expert's link": lambda: reads(f"/resources/experts/{token}/"),
        "write an opinion": lambda: makes(
            f"/resources/experts/{token}/", ExpertOpinion.objects, revision=draft.latest_revision_id, text="可以。"
        ),
        "comment": lambda: makes(f"{at}/comments/", Comment.objects, field="text", text="好"),
        "edit": lambda: saves(as_written(draft, title="改过的题目")) and "改过的题目" in newest().title,
        "hand in": lambda: bool(client.post(f"{at}/submission/") and fresh(draft).workflow_in_progress),
        "approve for education": lambda: makes(f"{at}/decision/", Decision.objects, **decision),
        "return for education": lambda: makes(f"{at}/decision/", Decision.objects, **decision | {"verdict": "returned"}),
        "approve for market regulation": lambda: makes(f"{at}/decision/", Decision.objects, **decision),
        "ask an expert": lambda: makes(f"{at}/invitations/", ExpertInvitation.objects, name="某"),
        "end an expert's link": lambda: makes(
            f"/resources/invitations/{house.invitation.pk}/revocation/", ExpertInvitation.objects.open()
        ),
        "publish past the departments": lambda: bool(saves(as_written(draft) | {"action-publish": "1"}) and fresh(draft).live),
        "bring in a cartridge": lambda: reads("/resources/import/"),
        "read the public page": lambda: reads(public.get_url()),
        "fetch the archive": lambda: reads(f"{shown}.zip"),
        "note the use": lambda: makes(f"{shown}/adoption/", Adoption.objects),
        "rate": lambda: makes(f"{shown}/rating/", Rating.objects, stars="4"),
        "adapt": lambda: makes(f"{shown}/adaptation/", LessonPackPage.objects),
    }[deed]()


@pytest.mark.parametrize("deed", MATRIX)
def test_each_deed_is_done_by_those_who_may_and_by_nobody_else(deed, house):
    done = set()
    for role in ROLES:
        with transaction.atomic():
            if attempt(house, deed, role):
                done.add(role)
            transaction.set_rollback(True)
        ContentType.objects.clear_cache()
    assert done == MATRIX[deed]


def test_a_reviewer_finds_the_editor_locked(house):
    page, reviewer = fresh(house.draft), house.people["reviewer A"]
    answer = house.client("reviewer A").post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "偷换"})
    assert fresh(page).latest_revision_id == page.latest_revision_id
    assert answer.status_code in (200, 302)
    assert not permissions.has_written(reviewer, page)


def test_the_desk_shows_a_teacher_how_far_each_is(house):
    told = house.client("teacher").get("/resources/desk/").content.decode()
    assert "等待教育部门审核" in told
    assert "已公开" in told
    assert "待本部门审核" not in told
    assert "本校资源" not in house.client("reviewer A").get("/resources/desk/").content.decode()


def test_the_desk_puts_first_what_is_to_be_looked_over_soon(house):
    LessonPackPage.objects.filter(pk=house.public.pk).update(valid_until=today() + deskwork.NEAR)
    told = house.client("teacher").get("/resources/desk/").content.decode()
    assert told.index(house.public.title) < told.index(house.draft.title)
    LessonPackPage.objects.filter(pk=house.public.pk).update(valid_until=today() + deskwork.NEAR * 2)
    told = house.client("teacher").get("/resources/desk/").content.decode()
    assert told.index(house.public.title) > told.index(house.draft.title), "the control"


def test_a_lesson_asks_for_no_more_than_eight_things():
    asked = [name for name, field in LessonPackPage.get_edit_handler().get_form_class().base_fields.items() if field.required]
    # The address makes itself.
    assert len(set(asked) - {"slug"}) <= 8
    assert {"stage", "subject", "kind", "minutes", "licence"} <= set(asked)


def test_the_desk_shows_a_reviewer_what_waits_for_his_department_and_who_reads_it(house):
    second = person("李老师", "li.edu", "education_reviewer")
    house.client("reviewer A").get(f"/resources/{house.draft.key}/review/")
    client = Client()
    client.force_login(second)
    told = client.get("/resources/desk/").content.decode()
    assert house.draft.title in told
    assert "审核中：周老师" in told
    assert house.draft.title not in house.client("reviewer B").get("/resources/desk/").content.decode(), "not his turn"


def test_the_desk_says_how_one_becomes_a_teacher_here(house):
    assert "请联系本站运营单位" in house.client("learner").get("/resources/desk/").content.decode()
    assert Client().get("/resources/desk/").status_code == 302


def test_contributing_leads_a_teacher_straight_to_an_empty_lesson_of_his_school(house):
    answer = house.client("teacher").get("/resources/new/", follow=True)
    assert answer.status_code == 200
    assert answer.context["form"].initial["stage"] == "primary", "what the school is need not be said"
    assert "-----" not in answer.content.decode(), "an empty choice is a word"
    assert house.client("learner").get("/resources/new/").url == "/resources/desk/"


def test_a_second_lesson_begins_with_what_its_author_said_of_the_first(house):
    def begun(role):
        told = house.client(role).get("/resources/new/", follow=True).context["form"].initial
        return told["subject"], told["licence"], told["grades"]

    LessonPackPage.objects.filter(pk=house.draft.pk).update(subject="maths", licence="cc-by-nc-4.0", grades="三年级")
    assert begun("teacher") == ("maths", "cc-by-nc-4.0", "三年级")
    assert begun("colleague") == ("", "", ""), "nobody's words but one's own"


@pytest.mark.parametrize("role", ["teacher", "reviewer A"])
def test_the_desk_asks_the_same_at_two_and_at_twenty(role, house):
    author = house.people["teacher"]
    home = house.draft.get_parent().specific
    number = count()

    def asked():
        house.client(role).get("/resources/desk/")
        client = house.client(role)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/resources/desk/?{next(number)}").status_code == 200
        return len(queries)

    before = asked()
    for _time in range(18):
        page = make_pack(home, author)
        reviewing.submit(page, by=author)
        Comment.objects.create(page_id=page.pk, user=author, text="x", contentpath="text")
    assert asked() == before


def test_the_review_page_asks_the_same_for_two_comments_and_twenty(house):
    by, address = house.people["reviewer A"], f"/resources/{house.draft.key}/review/"

    def asked():
        client = house.client("reviewer A")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    counts = []
    for upto in (2, 20):
        for number in range(Comment.objects.count(), upto):
            made = Comment.objects.create(page_id=house.draft.pk, user=by, text=f"第{number}条", contentpath="text")
            CommentReply.objects.create(comment=made, user=by, text="回")
        counts.append(asked())
    assert counts[0] == counts[1]
