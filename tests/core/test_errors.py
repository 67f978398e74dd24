"""Errors are told in the site's own words, in Chinese, whatever DEBUG says."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseNotFound
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from config import urls as site_urls
from core.middleware import FollowedMiddleware
from core.sessions import SessionStore


def broken(request):
    raise ZeroDivisionError("divisor of a secret")


def forbidden(request):
    raise PermissionDenied


def suspicious(request):
    raise SuspiciousOperation("odd")


def away(request):
    raise OperationalError("the database system is shutting down")


def own_words(request):
    return HttpResponseNotFound("<p>this view's own words</p>")


def mentions_debug(request):
    return HttpResponse("<p>a lesson may say DEBUG = True</p>")


def json_error(request):
    return HttpResponse('{"error": "DEBUG = True"}', status=500, content_type="application/json")


@csrf_protect
def form(request):
    return HttpResponse("sent")


urlpatterns = [
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
    path("away/", away),
    path("own-words/", own_words),
    path("mentions-debug/", mentions_debug),
    path("json-error/", json_error),
    path("form/", form),
    *site_urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    site_urls.handler400,
    site_urls.handler403,
    site_urls.handler404,
    site_urls.handler500,
)
PAGES = {
    "/no/such/address/": (404, "这个网址没有页面"),
    "/broken/": (500, "系统出错了"),
    "/forbidden/": (403, "您不能查看这个页面"),
    "/suspicious/": (400, "这个请求无法识别"),
}


@pytest.fixture(autouse=True)
def _extra_addresses(settings, db):
    settings.ROOT_URLCONF = __name__
    settings.SHOW_TRACEBACKS = False


@pytest.mark.parametrize("debug", [True, False], ids=["DEBUG on", "DEBUG off"])
@pytest.mark.parametrize("address", PAGES)
def test_an_error_is_told_in_chinese_without_a_trace(settings, address, debug):
    settings.DEBUG = debug
    status, words = PAGES[address]
    answer = Client(raise_request_exception=False).get(address)
    html = answer.content.decode()
    assert answer.status_code == status
    assert words in html
    assert "Traceback" not in html
    assert "ZeroDivisionError" not in html
    assert "divisor of a secret" not in html
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert debug or "Content-Security-Policy" in answer  # django-csp leaves 404 and 500 alone under DEBUG


@pytest.mark.parametrize("debug", [True, False], ids=["DEBUG on", "DEBUG off"])
def test_a_stale_form_is_told_in_chinese(settings, debug):
    settings.DEBUG = debug
    answer = Client(enforce_csrf_checks=True).post("/form/", {"a": "1"})
    assert answer.status_code == 403
    assert "表单已经过期" in answer.content.decode()


def test_a_developer_may_ask_for_the_technical_page(settings):
    settings.DEBUG = settings.SHOW_TRACEBACKS = True
    answer = Client(raise_request_exception=False).get("/broken/")
    assert "ZeroDivisionError" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/own-words/", 404, "this view's own words"),
        ("/mentions-debug/", 200, "DEBUG = True"),
        ("/json-error/", 500, '{"error"'),
    ],
)
def test_an_answer_that_is_not_djangos_technical_page_stays(settings, address, status, words):
    settings.DEBUG = True
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_an_error_page_asks_the_database_nothing(settings, django_assert_num_queries):
    settings.DEBUG = False
    with django_assert_num_queries(0):
        Client(raise_request_exception=False).get("/broken/")


@pytest.mark.parametrize("debug", [True, False], ids=["DEBUG on", "DEBUG off"])
def test_r02_while_the_database_is_away_a_reader_is_asked_to_wait(settings, debug):
    settings.DEBUG = debug
    answer = Client(raise_request_exception=False).get("/away/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "请稍等几秒" in answer.content.decode()
    assert "shutting down" not in answer.content.decode()


@pytest.mark.parametrize("debug", [True, False], ids=["DEBUG on", "DEBUG off"])
def test_r02_while_the_database_is_away_a_script_is_told_to_send_again(settings, debug):
    settings.DEBUG = debug
    answer = Client(raise_request_exception=False, headers={"Accept": "application/json"}).get("/away/")
    assert (answer.status_code, answer.json()["reason"]) == (503, "unavailable")


def test_r02_a_log_of_each_request_asks_the_session_no_second_time(caplog):
    """Told at INFO, as a site is set up: what could not be read once would fail again, outside all that answers 503."""

    class Away(SessionStore):
        def load(self):
            raise OperationalError("the database system is shutting down")

    def refused(request):
        request.session = Away("k" * 32)
        with pytest.raises(OperationalError):
            request.session.get("anything")
        return HttpResponse(status=503)

    with caplog.at_level("INFO", "haizhun.requests"):
        answer = FollowedMiddleware(refused)(RequestFactory().get("/"))
    assert (answer.status_code, caplog.records[-1].person) == (503, None)


def test_control_a_fault_of_the_program_stays_a_500(settings):
    assert Client(raise_request_exception=False).get("/broken/").status_code == 500
