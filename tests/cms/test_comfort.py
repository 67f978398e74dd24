"""Large letters, strong contrast, no movement: without scripts, and without mixing up kept pages."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

LAW = "/law/zhuhai-quality/"


def reader(*names, back=LAW):
    client = Client()
    client.post("/reading/", {"shown": names, "next": back})
    return client


def root(html):
    return html.partition("<html")[2].partition(">")[0]


def test_a_choice_holds_on_every_page_and_is_kept_apart(content):
    plain = Client().get(LAW).content
    large = reader("large", "still").get(LAW)
    assert 'class="is-large is-still"' in root(large.content.decode())
    assert Client().get(LAW).content == plain
    assert "class" not in root(plain.decode())


def test_readers_who_choose_alike_share_a_kept_page(content):
    reader("contrast").get(LAW)
    again = reader("contrast")
    with CaptureQueriesContext(connection) as caught:
        again.get(LAW)
    assert len(caught) == 0


def test_a_cookie_of_any_other_spelling_makes_no_other_page(content):
    client = Client()
    client.cookies["shown"] = "still-large-<b>-" + "x" * 3000
    assert 'class="is-large is-still"' in root(client.get(LAW).content.decode())


def test_caches_in_front_are_told_that_a_cookie_changes_the_page(content):
    assert "Cookie" in Client().get(LAW)["Vary"]


def test_nothing_chosen_takes_the_cookie_away(content):
    client = reader("large")
    assert client.cookies["shown"].value == "large"
    client.post("/reading/", {"next": "/"})
    assert "class" not in root(client.get(LAW).content.decode())


def test_one_is_led_back_to_the_page_one_came_from_and_nowhere_else(content):
    assert Client().post("/reading/", {"next": LAW})["Location"] == LAW
    assert Client().post("/reading/", {"next": "https://example.org/"})["Location"] == "/"
    assert (
        f'value="http://testserver{LAW}"'
        in Client().get("/reading/", headers={"referer": f"http://testserver{LAW}"}).content.decode()
    )


def test_the_form_needs_its_token(content):
    assert Client(enforce_csrf_checks=True).post("/reading/", {"shown": "large"}).status_code == 403
