"""Every kind of self-check is asked, judged and explained, by forms alone and in place."""

import pytest

from courses.models import CoursePage, LessonPage
from tests.courses.learning import checks, course, enrol, form_of, right_answer

CODE = "KIND-01"


def listed(*values):
    return [{"type": "item", "value": value, "id": f"i{n}"} for n, value in enumerate(values)]


def asked(kind, **value):
    return {"type": kind, "id": f"K-{kind}", "value": {"stem": f"问{kind}", "explanation": f"因{kind}"} | value}


STREAM = [
    asked("single", options=listed({"text": "甲", "right": False}, {"text": "乙", "right": True})),
    asked(
        "multiple", options=listed({"text": "甲", "right": True}, {"text": "乙", "right": False}, {"text": "丙", "right": True})
    ),
    asked("truefalse", answer=True),
    asked("numeric", value="12.5", tolerance="0.1", unit="mm"),
    asked("ordering", options=listed("装", "量", "记"), order="B A C"),
    asked("matching", pairs=listed({"left": "首件", "right": "开班"}, {"left": "末件", "right": "收班"})),
    asked("fillin", accept=listed("隔离", "segregate")),
    asked("short"),
]
WRONG = {
    "single": "A",
    "multiple": ["A", "B"],
    "truefalse": False,
    "numeric": "13",
    "ordering": ["A", "B", "C"],
    "fillin": ["放行"],
}


@pytest.fixture
def lesson(content):
    """A lesson with one check of each kind, alone in the QSO course."""
    shelf = LessonPage.objects.filter(locale__language_code="zh-hans").first().get_parent()
    page = LessonPage(title="八种自测", slug="kind-01", code=CODE, minutes=10, locale=shelf.locale)
    page.checks = page.checks.stream_block.to_python(STREAM)
    shelf.add_child(instance=page)
    page.save_revision().publish()
    told = CoursePage.objects.get(course__code="QSO", locale__language_code="zh-hans")
    modules = [{"type": "module", "value": {"title": "一", "lessons": listed(page.pk)}, "id": "m"}]
    told.modules = told.modules.stream_block.to_python(modules)
    told.save_revision().publish()
    assert course().current.codes == [CODE]
    return page


@pytest.fixture
def mine(lesson, learner, client_of):
    enrol(learner)
    return client_of(learner)


@pytest.mark.parametrize("kind", [block["type"] for block in STREAM])
def test_a_right_answer_is_right_and_explained(mine, kind):
    check = next(check for check in checks(CODE) if check.kind == kind)
    response = mine.post("/courses/qso/kind-01/answers/", form_of(check, right_answer(check)), follow=True)
    html = response.content.decode().split(f'id="check-K-{kind}"')[1].split("</section>")[0]
    assert ("请对照参考答案。" if kind == "short" else "答对了。") in html
    assert f"因{kind}" in html


@pytest.mark.parametrize("kind", [*WRONG, "matching"])
def test_a_wrong_answer_is_wrong_and_explained(mine, kind):
    check = next(check for check in checks(CODE) if check.kind == kind)
    given = WRONG[kind] if kind in WRONG else dict(zip(check.key, reversed(check.key.values()), strict=True))
    html = mine.post("/courses/qso/kind-01/answers/", form_of(check, given), follow=True).content.decode()
    assert "还不对。" in html
    assert f"因{kind}" in html


@pytest.mark.parametrize("kind", [block["type"] for block in STREAM])
def test_an_empty_form_is_asked_again_in_words(mine, kind):
    response = mine.post("/courses/qso/kind-01/answers/", {"check": f"K-{kind}"})
    assert response.status_code == 422
    assert 'class="err" role="alert"' in response.content.decode()


def test_what_was_answered_is_still_there_on_the_next_visit(mine):
    for check in checks(CODE):
        mine.post("/courses/qso/kind-01/answers/", form_of(check, right_answer(check)))
    html = mine.get("/courses/qso/kind-01/").content.decode()
    assert html.count(" checked>") == 1 + 2 + 1
    assert html.count(" selected>") == 3 + 2
    assert 'value="12.5"' in html
    assert "一句话</textarea>" in html
    assert "可以学完本课" in html


@pytest.mark.chromium
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_all_kinds_in_a_browser(lesson, learner, client_of, site, open_browser, accessible, script):
    enrol(learner)
    page = open_browser(java_script_enabled=script)
    session = client_of(learner).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page.goto("/courses/qso/kind-01/")
    for check in checks(CODE):
        form = page.locator(f"#check-{check.id}")
        fill(form, check, script)
        form.get_by_role("button", name="核对答案").click()
        page.locator(f"#check-{check.id} .note").wait_for()
        assert page.locator(f"#check-{check.id} .note--ok").count() == 1, check.kind
    assert page.url.endswith("/courses/qso/kind-01/") is script
    if script:
        accessible(page)
    page.get_by_role("button", name="学完本课").click()
    page.get_by_role("heading", name="本课已学完").wait_for()
    assert "本课已学完" in page.locator("#finish").inner_text()


def fill(form, check, script):
    match check.kind:
        case "single" | "multiple":
            for key in check.key:
                form.locator(f"[value={key}]").check()
        case "truefalse":
            form.locator("[value=true]").check()
        case "ordering" if script:
            form.get_by_role("button", name="上移：量").click()
        case "ordering":
            for place, key in enumerate(check.key, start=1):
                form.locator(f"[name=place-{key}]").select_option(str(place))
        case "matching":
            for key, match in check.key.items():
                form.locator(f"[name=match-{key}]").select_option(match)
        case _:
            value = right_answer(check)
            form.locator("[name=answer]").fill(value[0] if isinstance(value, list) else value)
