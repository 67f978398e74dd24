"""Strangers' files are served without cookies, under a policy of their own, on a host that has nothing else."""

import pytest

from courses.packages import pages, tickets
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
        "sub/Index.html": "folder",
        "a b.pdf": "%PDF",
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


@pytest.mark.parametrize(
    ("page", "before"),
    [
        (b"<html><head><script>api()</script></head><body><header>x</header>", b"<script>api"),
        (
            b"<!-- made by x --><!DOCTYPE html>\n<html lang=zh>\n<!--y-->\n<head>\n<script>w('<html><head>')</script>",
            b"<script>w",
        ),
        (b"<script>api()</script><head>", b"<script>api"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><html xmlns='x'><head/>", b"<head/>"),
        (b"<html><frameset><frame src=a.html></frameset>", b"<frameset>"),
        ("\ufeff<html><head><title>课</title>".encode("utf-16-le"), "<title>课".encode()),
    ],
    ids=["a header further down", "a head in a script", "no head before", "no head at all", "frames", "UTF-16"],
)
def test_nothing_of_a_page_runs_before_its_api_is_there(page, before):
    shown = pages.with_tags(pages.readable(page), "<script src=ours></script>")
    assert shown.count(b"ours") == 1
    assert b"src=ours></script>" + before in shown


def test_a_page_is_said_to_be_in_the_encoding_it_is_in(client, attempt):
    assert client.get(address(attempt, 0, "files/old.html"))["Content-Type"] == "text/html; charset=gb18030"
    assert client.get(address(attempt, 0, "files/index.html"))["Content-Type"] == "text/html"
    assert pages.charset(b"<meta http-equiv=Content-Type content='text/html; charset=GB2312'>" + "课".encode()) == "gb2312"
    assert pages.charset(b"caf\xe9 au lait") == ""


def test_a_page_without_an_origin_may_ask_as_if_it_were_at_home(client, attempt):
    """jQuery sends a head of its own with every question; a browser asks first whether that may be."""
    where = address(attempt, 0, "files/字.txt")
    asks = {"origin": "null", "access-control-request-headers": "x-requested-with, cache-control"}
    may = client.options(where, headers=asks)
    assert (may.status_code, may["Access-Control-Allow-Headers"]) == (204, "x-requested-with, cache-control")
    assert "POST" not in may["Access-Control-Allow-Methods"]
    answer = client.head(where, headers={"origin": "null"})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"], answer["Vary"].split(",")[0]) == (200, "null", "Origin")
    assert answer["Access-Control-Allow-Credentials"] == "true", "with what credentials? No cookie is read here"
    assert client.options(where, headers={"access-control-request-headers": "x\u00e9"})["Access-Control-Allow-Headers"] == ""


def test_of_a_folder_its_first_page_is_shown(client, attempt):
    assert b"folder" in client.get(address(attempt, 0, "files/sub/")).content
    assert client.get(address(attempt, 0, "files/none/")).status_code == 404


def test_a_file_that_no_frame_can_show_is_offered_to_be_opened_outside(client, attempt):
    """Browsers leave a frame in a sandbox empty where a PDF should be."""
    where = address(attempt, 0, "files/a b.pdf")
    framed = client.get(where, headers={"sec-fetch-dest": "iframe"})
    assert 'href="?download"' in framed.content.decode()
    taken = client.get(where + "?download", headers={"sec-fetch-dest": "iframe", "sec-fetch-mode": "navigate"})
    assert (taken["Content-Type"], taken["Content-Disposition"]) == ("application/pdf", 'attachment; filename="a b.pdf"')
    fetched = client.get(where, headers={"sec-fetch-dest": "empty", "sec-fetch-mode": "cors"})
    assert b"".join(fetched) == b"%PDF"
    assert "attachment" not in fetched["Content-Disposition"]


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
