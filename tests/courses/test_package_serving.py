"""Strangers' files are served without cookies, under a policy of their own, on a host that has nothing else."""

import pytest

from courses.packages import tickets
from tests.courses import packing
from tests.courses.packing import manifest12
from tests.courses.playing import address, enrolled, opened, uploaded

pytestmark = pytest.mark.django_db
CSP = "Content-Security-Policy"


@pytest.fixture
def attempt(learner, administrator):
    more: dict[str, bytes | str] = {
        "imsmanifest.xml": manifest12(),
        "index.html": "<!DOCTYPE html>\n<html><HEAD lang=zh><title>x</title></head></html>",
        "a.svg": "<svg/>",
        "film.mp4": bytes(range(100)),
        "字.txt": "字",
        "old.html": "<p>旧</p>".encode("gbk"),
    }
    package = uploaded(packing.packed(more), administrator)
    return opened(enrolled(learner, package), package)


def test_every_answer_is_sandboxed_and_says_what_it_is(client, attempt):
    for name, kind in {"index.html": "text/html", "a.svg": "image/svg+xml", "字.txt": "text/plain; charset=utf-8"}.items():
        answer = client.get(address(attempt, 0, f"files/{name}"))
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer[CSP].startswith("sandbox allow-scripts ")
        assert "allow-same-origin" not in answer[CSP]
        assert "allow-top-navigation" not in answer[CSP]
        assert "'self'" not in answer[CSP]
        assert not answer.cookies
        assert "X-Frame-Options" not in answer


def test_on_a_host_of_its_own_a_package_keeps_an_origin_and_finds_nothing_else(client, attempt, settings):
    settings.PACKAGE_HOST = "content.testserver"
    settings.ALLOWED_HOSTS = ["*"]
    answer = client.get(address(attempt, 0), headers={"host": "content.testserver"})
    assert answer.status_code == 200
    assert "allow-same-origin" in answer[CSP]
    assert f"frame-ancestors 'self' {settings.SITE_URL}" in answer[CSP]
    assert b"data-launch" in answer.content
    for elsewhere in ("/", "/learn/", "/cms/", "/account/login/", "/healthz", "/packages/"):
        assert client.get(elsewhere, headers={"host": "content.testserver"}).status_code == 404
        assert client.get(elsewhere).status_code != 404 or elsewhere == "/packages/"


def test_no_cookie_is_read_or_set_under_the_packages_path(client_of, attempt, administrator, learner):
    answer = client_of(learner).get(address(attempt, 0, "files/index.html"))
    assert "sessionid" not in answer.wsgi_request.COOKIES
    assert "Cookie" not in answer.get("Vary", "")


def test_a_page_gets_its_api_before_its_own_scripts_whatever_its_encoding(client, attempt):
    page = client.get(address(attempt, 0, "files/index.html")).content
    assert page.index(b"<HEAD lang=zh>") < page.index(b"scorm12") < page.index(b"<title>")
    old = client.get(address(attempt, 0, "files/old.html")).content
    assert old.index(b"scorm12") < old.index("旧".encode("gbk"))


def test_names_are_found_as_windows_finds_them_and_nothing_outside(client, attempt):
    assert client.get(address(attempt, 0, "files/INDEX.HTML")).status_code == 200
    for outside in ("files/../../../../etc/passwd", "files/%2e%2e/%2e%2e/etc/passwd", "files/nothing.html", "files//etc/passwd"):
        assert client.get(address(attempt, 0, outside)).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [("bytes=10-19", 206, range(10, 20)), ("bytes=-5", 206, range(95, 100)), ("bytes=90-", 206, range(90, 100)),
     ("bytes=100-", 416, ()), ("lines=1-2", 200, range(100))],
    ids=["part", "tail", "rest", "beyond", "other"],
)  # fmt: skip
def test_a_film_can_be_sought_in(client, attempt, asked, status, body):
    answer = client.get(address(attempt, 0, "files/film.mp4"), headers={"range": asked})
    assert answer.status_code == status
    assert b"".join(answer) == bytes(body)


def test_the_wrong_method_is_refused(client, attempt):
    assert client.post(address(attempt, 0, "files/index.html")).status_code == 405
    assert client.get(address(attempt, 0, "state")).status_code == 405


def test_a_file_costs_one_query(client, attempt, django_assert_num_queries):
    for name in ("index.html", "a.svg"):
        with django_assert_num_queries(1):
            client.get(address(attempt, 0, f"files/{name}"))


def test_a_package_without_the_ticket_of_its_learner_is_not_found(client, attempt):
    key, _ticket = tickets.to_attempt(attempt)
    assert client.get(f"/package/{key}/1.x.y/0/files/index.html").status_code == 404
