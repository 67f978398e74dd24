"""Notes and bookmarks: one's own alone, never lost, found again by course and words, taken along as files."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from courses import notebook, noting
from courses.models import Note
from tests.courses import activities, small

NOTES = reverse("courses:notes")


@pytest.fixture
def course(db):
    return small.make_course("TST")


def at(course, lesson="tst-01"):
    return reverse("courses:notes_of_lesson", args=[course.slug, lesson])


def sent(text="要点", **more):
    key = str(uuid4())
    return {"key": key, "edition": 0, "writer": key, "text": text} | more


def write(client, course, **more):
    return client.post(at(course), sent(**more))


def test_a_note_is_written_without_a_script_and_stands_at_the_lesson(course, learner, client_of):
    activities.enrol(learner, course)
    client = client_of(learner)
    assert write(client, course, text="先看第九条").url == "/courses/tst/tst-01/#notes"
    page = client.get("/courses/tst/tst-01/").content.decode()
    assert "先看第九条" in page
    assert "笔记已保存" in page
    assert "先看第九条" in client_of(learner).get(NOTES).content.decode()


def test_nobody_else_sees_or_touches_a_note(course, learner, stranger, administrator, client_of):
    activities.enrol(learner, course)
    write(client_of(learner), course, text="只给自己看")
    note = Note.objects.get()
    for other in (stranger, administrator):
        assert "只给自己看" not in client_of(other).get(NOTES).content.decode()
        assert client_of(other).post(reverse("courses:note", args=[note.key]), sent()).status_code == 404
        assert client_of(other).post(reverse("courses:note_removal", args=[note.key])).status_code == 404
    activities.enrol(stranger, course)
    assert client_of(stranger).post(at(course), sent(key=str(note.key))).status_code == 404
    assert Note.objects.get().text == "只给自己看"


def test_who_is_not_enrolled_or_not_signed_in_writes_none(course, stranger, client, client_of):
    assert client_of(stranger).post(at(course), sent()).status_code == 404
    assert "login" in client.post(at(course), sent()).url
    assert "login" in client.get(NOTES).url
    assert client_of(stranger).get(at(course)).status_code == 405
    assert not Note.objects.exists()


def test_sent_twice_it_is_one_note(course, learner, client_of):
    activities.enrol(learner, course)
    data = sent()
    for _time in range(2):
        client_of(learner).post(at(course), data)
    assert Note.objects.get().edition == 1


def test_a_page_whose_answer_got_lost_saves_again_into_the_same_note(course, learner, client_of):
    """It goes on naming the edition it knows, and it is the page that wrote last."""
    activities.enrol(learner, course)
    data, fetch = sent("一"), {"X-Requested-With": "fetch"}
    assert client_of(learner).post(at(course), data, headers=fetch).json()["edition"] == 1
    assert client_of(learner).post(at(course), data | {"text": "一二"}, headers=fetch).json()["edition"] == 2
    assert client_of(learner).post(at(course), data | {"text": "一二三"}, headers=fetch).status_code == 200
    assert Note.objects.get().text == "一二三"


def test_what_two_devices_write_is_both_kept(course, learner, client_of):
    activities.enrol(learner, course)
    write(client_of(learner), course, text="起初")
    note, fetch = Note.objects.get(), {"X-Requested-With": "fetch"}
    address = reverse("courses:note", args=[note.key])
    phone, desk = ({"edition": 1, "writer": str(uuid4()), "text": text} for text in ("手机上写的", "电脑上写的"))
    assert client_of(learner).post(address, phone, headers=fetch).status_code == 200
    answer = client_of(learner).post(address, desk, headers=fetch)
    assert answer.status_code == 201
    assert "别处" in answer.json()["words"]
    assert sorted(Note.objects.values_list("text", flat=True)) == ["手机上写的", "电脑上写的"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"text": "  "}, "写点内容"), ({"time": "1:99"}, "1:05"), ({"text": "长" * 5001}, "5000"), ({"place": "nowhere"}, "选项")],
    ids=["empty", "time", "long", "place"],
)
def test_what_cannot_be_kept_is_refused_in_words(course, learner, client_of, fields, words):
    activities.enrol(learner, course)
    answer = client_of(learner).post(at(course), sent() | fields, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 422
    assert words in answer.json()["words"]
    assert not Note.objects.exists()


def test_a_note_at_a_film_opens_the_film_at_its_second_and_survives_a_new_version(learner, client_of, db):
    page = activities.lesson_page([{"type": "heading", "value": "第一节", "id": str(uuid4())}, activities.reading()])
    course = activities.course_of(page)
    activities.enrol(learner, course)
    heading, reading = page.body[0], course.current.lesson("ACT-01")["activities"][0]["id"]
    client_of(learner).post(at(course, page.slug), sent(place=f"activity-{reading}", time="1:05"))
    client_of(learner).post(at(course, page.slug), sent(place=f"at-{heading.id}", kind="bookmark", text=""))
    activities.write(page, [activities.reading("另一个", block_id=reading)])
    page.save_revision().publish()
    entries = [entry for chapter in notebook.chapters(learner, notebook.find(learner)) for entry in chapter.entries]
    assert [(entry.note.part_title, entry.note.moment) for entry in entries] == [("第九条原文", "1:05"), ("第一节", "")]
    assert entries[0].url == f"/courses/act/act-01/?t=65#activity-{reading}"
    assert f'id="activity-{reading}"' in client_of(learner).get(entries[0].url).content.decode()
    assert f'id="at-{heading.id}"' in client_of(learner).get("/courses/act/act-01/").content.decode()


def test_a_place_has_one_bookmark(course, learner, client_of):
    activities.enrol(learner, course)
    for _time in range(2):
        write(client_of(learner), course, kind="bookmark", text="")
    assert Note.objects.get().is_bookmark
    client_of(learner).post(reverse("courses:note_removal", args=[Note.objects.get().key]), {"lesson": "tst/tst-01"})
    assert not Note.objects.exists()


def test_a_script_cannot_fill_the_table(course, learner, client_of, monkeypatch):
    activities.enrol(learner, course)
    monkeypatch.setattr(noting, "MOST_A_LESSON", 1)
    write(client_of(learner), course)
    write(client_of(learner), course, text="还有一条")
    assert Note.objects.count() == 1


def test_notes_are_searched_by_words_and_grouped_by_course(course, learner, client_of):
    activities.enrol(learner, course)
    for text in ("抽样方案", "抽样 检验", "控制图"):
        write(client_of(learner), course, text=text)
    page = client_of(learner).get(NOTES, {"q": "抽样"}).content.decode()
    assert "抽样方案" in page
    assert "控制图" not in page
    assert "课程TST" in page
    assert "没有笔记含有这些词" in client_of(learner).get(NOTES, {"q": "没有的词"}).content.decode()


def test_notes_are_taken_along_as_markdown_and_json(course, learner, client_of):
    activities.enrol(learner, course)
    write(client_of(learner), course, text="第一行\n第二行")
    text = client_of(learner).get(reverse("courses:notes_file", args=["md"])).content.decode()
    assert "## 课程TST" in text
    assert "> 第一行\n> 第二行" in text
    told = json.loads(client_of(learner).get(reverse("courses:notes_file", args=["json"])).content)
    assert [(one["lesson"], one["text"]) for one in told["notes"]] == [("TST-01", "第一行\n第二行")]
    own_data = json.loads(client_of(learner).get(reverse("courses:record_file", args=["json"])).content)
    assert own_data["parts"]["notes"]["rows"][0]["text"] == "第一行\n第二行"


def test_the_page_of_notes_asks_the_same_queries_for_two_and_for_twenty(course, learner, client_of, django_assert_num_queries):
    activities.enrol(learner, course)
    client = client_of(learner)

    def notes(many):
        for _n in range(many):
            write(client, course)
        client.get(NOTES)
        with django_assert_num_queries(6):
            assert client.get(NOTES).content.decode().count('class="own-note"') == Note.objects.count()

    notes(2)
    notes(18)
