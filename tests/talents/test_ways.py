"""The way from officer to chief (R27-1), and the notices of Hengqin (R29-1)."""

from django.urls import reverse

from core.dates import today
from talents import pathing
from tests.reading import english, refused
from tests.talents.making import make_bulletin

NAMES = (r"CQO|QSD|QSO|PDF|ICP|SHA-256|[0-9a-f]{64}|([0-9A-Z]{4}-){2}[0-9A-Z]{4}",)


def test_the_way_from_officer_to_chief_shows_what_is_credited_already(content, client):
    steps = pathing.steps()
    assert [step.offer.page.course.code for step in steps] == ["QSO", "QSD", "CQO"]
    common = {lesson["code"] for lesson in steps[1].offer.version.lessons} & {
        lesson["code"] for lesson in steps[0].offer.version.lessons
    }
    assert steps[1].lessons == len(common) > 0
    html = client.get("/talents/").content.decode()
    assert f"其中{steps[1].shared.normalize():f}" in html.replace(" ", "")
    assert (english(html, *NAMES), refused(html)) == ([], [])


def test_notices_of_hengqin_stand_by_themselves(client, db):
    make_bulletin(title="全市质量通告")
    make_bulletin(title="橫琴质量通告", jurisdiction="hengqin", title_en="Notice of Hengqin")
    html = client.get("/bulletins/?jurisdiction=hengqin").content.decode()
    assert ("橫琴质量通告" in html, "全市质量通告" in html) == (True, False)
    assert "全市质量通告" in client.get("/bulletins/?jurisdiction=nowhere").content.decode()
    assert "Notice of Hengqin" in client.get("/en/bulletins/").content.decode()
    traditional = client.get("/zh-hant/bulletins/").content.decode()
    assert ("橫琴質量通告" in traditional, "全市質量通告" in traditional, "质" in traditional) == (True, True, False)


def test_a_new_notice_is_on_the_kept_page_at_once(client, administrator, client_of, django_capture_on_commit_callbacks):
    client.get("/bulletins/")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(administrator).post(
            reverse("wagtailsnippets_talents_bulletin:add"),
            {
                "title": "新通告",
                "code": "new",
                "jurisdiction": "city",
                "issuer": "示例局",
                "issued_on": today().isoformat(),
                "published_on": today().isoformat(),
                "text": "内容。",
            },
        )
    assert answer.status_code == 302
    assert "新通告" in client.get("/bulletins/").content.decode()
