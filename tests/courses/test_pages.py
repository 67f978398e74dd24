"""What the public and a learner see: it works, strangers see nothing of his, the words are right, the queries few."""

import re

import pytest
from django.test import Client

from courses.models import Course, CoursePage, CourseVersion, Enrolment
from tests.courses.learning import answer_all, checks, complete, complete_all, course, enrol, form_of, lesson, right_answer
from tests.reading import english, refused

PUBLIC = ["/courses/", "/courses/qso/", "/courses/qso/off-05/", "/en/courses/qso/off-05/", "/zh-hant/courses/qso/off-05/"]
CHINESE = ["/courses/", "/courses/qso/", "/courses/cqo/", "/courses/qso/off-01/"]
MINE = ["/courses/", "/courses/qso/", "/courses/qso/off-05/", "/learn/", "/learn/hours/"]
# Latin words a Chinese page may hold: names of standards, methods and units.
KNOWN = [r"[A-Z][A-Za-z]*-?\d*", r"mm", r"ppm", r"min", r"class"]


@pytest.mark.parametrize("address", PUBLIC)
def test_anyone_may_read_and_the_page_may_be_kept(content, client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert refused(response.content.decode()) == []
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("address", MINE)
def test_a_learners_page_is_his_alone(content, learner, client_of, address):
    enrol(learner)
    response = client_of(learner).get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert refused(response.content.decode()) == []


@pytest.mark.parametrize("address", CHINESE)
def test_a_chinese_page_speaks_chinese(content, client, address):
    assert english(client.get(address).content.decode(), *KNOWN) == []


def test_a_chinese_learner_reads_no_english(content, learner, client_of):
    complete(enrol(learner), "OFF-05")
    answer_all(learner, "OFF-06")
    for address in ["/learn/", "/learn/hours/", "/courses/qso/", "/courses/qso/off-05/", "/courses/qso/off-06/"]:
        assert english(client_of(learner).get(address).content.decode(), *KNOWN) == [], address


def test_the_catalogue_gives_hours_and_for_whom(content, client):
    html = client.get("/courses/").content.decode()
    assert '<b class="num">3</b>门课程' in html
    for words in ("40学时", "24学时", "16学时", "适合：质量安全员、检验员、班组长"):
        assert words in html


def test_a_course_page_promises_and_says_what_the_certificate_is_not(content, client):
    html = client.get("/courses/qso/").content.decode()
    for words in ("5个单元，20课，16学时", "说出每天必做的五件事", "第九条", "不属于国家职业资格证书", "登录后报名"):
        assert words in html
    assert "依条例必须" not in html
    assert "认证考试" not in html


def test_a_lesson_has_a_way_back_and_on(content, client):
    html = client.get("/courses/qso/off-05/").content.decode()
    for words in ("第6课　约40分钟", "上一课", "下一课", 'aria-current="page"', "本课有3道自测题", "登录后报名"):
        assert words in html
    assert "自测题已答对" not in html


def test_english_readers_get_english_lessons(content, client):
    html = client.get("/en/courses/qso/off-05/").content.decode()
    assert "Daily check in practice: 5M1E" in html
    assert '<h1 lang="en">' in html


def test_traditional_readers_get_the_chinese_lesson_converted_and_are_told(content, client):
    html = client.get("/zh-hant/courses/qso/off-05/").content.decode()
    assert "日檢查實操" in html
    assert '<h1 lang="zh-Hant">' in html
    assert 'href="/zh-hant/courses/qso/off-06/"' in html


def test_the_librarys_address_leads_to_a_course_that_shows_the_lesson(content, client):
    assert client.get("/lessons/off-05/").url == "/courses/qso/off-05/"
    assert client.get("/en/lessons/off-05/").url == "/en/courses/qso/off-05/"
    assert client.get("/lessons/").url == "/courses/"


@pytest.mark.parametrize("address", ["/courses/nothing/", "/courses/qso/str-01/", "/courses/qso/nothing/", "/lessons/nothing/"])
def test_what_is_not_there_is_not_found(content, client, address):
    assert client.get(address).status_code == 404


# --- deeds ------------------------------------------------------------------------------------------------

DEEDS = [
    "/courses/qso/enrolment/",
    "/courses/qso/off-05/answers/",
    "/courses/qso/off-05/completion/",
    "/courses/qso/off-05/hours/",
]


@pytest.mark.parametrize("address", DEEDS)
def test_a_deed_is_a_post(content, learner, client_of, address):
    enrol(learner)
    assert client_of(learner).get(address).status_code == 405
    assert client_of(learner).put(address).status_code == 405


@pytest.mark.parametrize("address", DEEDS)
def test_who_is_not_signed_in_is_sent_to_sign_in_and_then_back_to_the_page(content, client, address):
    response = client.post(address)
    page = address.rstrip("/").rsplit("/", 1)[0] + "/"
    assert response.url == f"/account/login/?next={page}"


@pytest.mark.parametrize("address", DEEDS)
def test_a_deed_needs_the_forms_token(content, learner, address):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(address).status_code == 403


@pytest.mark.parametrize("address", DEEDS[1:])
@pytest.mark.parametrize("who", ["stranger", "employer", "administrator"])
def test_who_is_not_enrolled_finds_nothing_to_do(content, learner, client_of, request, address, who):
    """An owner's colleague, and even an administrator, learn for themselves or not at all."""
    complete(enrol(learner), "OFF-05")
    assert client_of(request.getfixturevalue(who)).post(address).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "employer", "regulator", "administrator"])
def test_nobody_sees_anothers_progress_or_hours(content, learner, client_of, request, who):
    complete_all(enrol(learner))
    other = client_of(request.getfixturevalue(who))
    assert "本课已学完" not in other.get("/courses/qso/off-05/").content.decode()
    assert "已学完" not in other.get("/courses/qso/").content.decode()
    assert "日检查实操" not in other.get("/learn/hours/").content.decode()
    assert "还没有报名课程" in other.get("/learn/").content.decode()
    assert "1" not in re.findall(r'<progress value="(\d+)"', other.get("/learn/").content.decode())


@pytest.mark.parametrize("address", ["/learn/", "/learn/hours/"])
def test_ones_own_pages_ask_to_sign_in(content, client, address):
    assert client.get(address).url == f"/account/login/?next={address}"


def test_enrolling_learning_and_completing_with_forms_alone(content, learner, client_of):
    mine = client_of(learner)
    assert mine.post("/courses/qso/enrolment/", {"lesson": "off-05"}).url == "/courses/qso/off-05/"
    for check in checks("OFF-05"):
        response = mine.post("/courses/qso/off-05/answers/", form_of(check, right_answer(check)))
        assert response.url == f"/courses/qso/off-05/#check-{check.id}"
    html = mine.get("/courses/qso/off-05/").content.decode()
    assert html.count("答对了。") == 3
    assert "自测题全部答对过" in html
    assert mine.post("/courses/qso/off-05/completion/").url == "/courses/qso/off-05/#finish"
    html = mine.get("/courses/qso/off-05/").content.decode()
    assert "本课已学完" in html
    assert "计入40分钟" in html
    assert "1 / 20课" in mine.get("/courses/qso/").content.decode()


def test_a_wrong_answer_is_explained_in_words(content, learner, client_of):
    enrol(learner)
    mine = client_of(learner)
    check = checks("OFF-05")[0]
    mine.post("/courses/qso/off-05/answers/", form_of(check, ["A", "B"]))
    html = mine.get("/courses/qso/off-05/").content.decode()
    for words in ("还不对。", "不对</span>", "正确</span>", "应选</span>", check.explanation):
        assert words in html
    assert mine.post("/courses/qso/off-05/completion/").url == f"/courses/qso/off-05/#check-{check.id}"


def test_an_answer_that_is_not_whole_is_asked_for_again(content, learner, client_of):
    enrol(learner)
    response = client_of(learner).post("/courses/qso/off-05/answers/", {"check": "OFF-05-C1"})
    assert response.status_code == 422
    assert "请先选一个答案。" in response.content.decode()
    assert not learner.check_answers.exists()


@pytest.mark.parametrize("check", ["", "OFF-05-C9", "OFF-06-C1", "' OR 1=1"])
def test_a_check_the_lesson_does_not_have_is_not_found(content, learner, client_of, check):
    enrol(learner)
    assert client_of(learner).post("/courses/qso/off-05/answers/", {"check": check, "answer": "A"}).status_code == 404


def test_a_script_gets_the_check_and_the_foot_drawn_anew(content, learner, client_of):
    enrol(learner)
    check = checks("OFF-05")[2]
    response = client_of(learner).post(
        "/courses/qso/off-05/answers/", form_of(check, False), headers={"X-Requested-With": "fetch"}
    )
    html = response.content.decode()
    assert re.findall(r'<section [^>]*id="([^"]+)"', html) == ["check-OFF-05-C3", "finish"]
    assert "自测题已答对1道，还有2道" in html
    assert "<html" not in html


def test_enrolling_in_what_is_not_published_is_not_found(content, learner, client_of):
    Course.objects.create(code="NEW")
    assert client_of(learner).post("/courses/new/enrolment/").status_code == 404


def test_enrolling_goes_nowhere_a_form_is_forged_to(content, learner, client_of):
    response = client_of(learner).post("/courses/qso/enrolment/", {"lesson": "https://example.org/"})
    assert response.url == "/courses/qso/"


def test_a_title_with_markup_is_shown_not_run(content, learner, client_of):
    page = lesson("OFF-05")
    page.title = "<script>alert(1)</script>"
    page.save_revision().publish()
    complete(enrol(learner), "OFF-05")
    for address in MINE:
        html = client_of(learner).get(address).content.decode()
        assert "<script>alert" not in html, address
        assert refused(html) == []
    assert "&lt;script&gt;alert" in client_of(learner).get("/courses/qso/off-05/").content.decode()


# --- queries --------------------------------------------------------------------------------------------------


def another_course(number):
    """A published course beside the shipped ones: QSO's structure under another code."""
    source = CoursePage.objects.get(course__code="QSO", locale__language_code="zh-hans")
    new = Course.objects.create(code=f"X{number:02d}")
    page = CoursePage(course=new, title=f"课程{number}", slug=new.slug, locale=source.locale)
    source.get_parent().add_child(instance=page)
    return CourseVersion.objects.create(course=new, number=1, structure=course("QSO").current.structure, minutes=720)


def counted(client, address, django_assert_max_num_queries):
    client.get(address)
    with django_assert_max_num_queries(40) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/courses/", "/en/courses/", "/learn/"])
def test_a_list_asks_as_many_queries_for_two_courses_as_for_twenty(
    content, learner, client_of, django_assert_max_num_queries, address
):
    enrol(learner, "QSO")
    enrol(learner, "QSD")
    few = counted(client_of(learner), address, django_assert_max_num_queries)
    for number in range(18):
        Enrolment.objects.create(learner=learner, version=(version := another_course(number)), course=version.course)
    assert counted(client_of(learner), address, django_assert_max_num_queries) == few


@pytest.mark.parametrize("pages", [("/courses/qso/", "/courses/cqo/"), ("/courses/qso/law-01/", "/courses/cqo/law-01/")])
def test_a_long_syllabus_asks_no_more_than_a_short_one(content, learner, client_of, django_assert_max_num_queries, pages):
    for code in ("QSO", "CQO"):
        complete_all(enrol(learner, code))
    short, long = (counted(client_of(learner), page, django_assert_max_num_queries) for page in pages)
    assert short == long


def test_a_kept_page_asks_the_database_nothing(content, client, django_assert_num_queries):
    client.get("/courses/qso/off-05/")
    with django_assert_num_queries(0):
        assert client.get("/courses/qso/off-05/").status_code == 200
