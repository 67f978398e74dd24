"""G01, G02: what every answer tells the browser to refuse, and that Django itself finds nothing to object to."""

import os
import subprocess
import sys

import pytest
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponse

from core.headers import PolicyMiddleware

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/law/", "/courses/", "/verify/", "/account/login/", "/account/privacy/", "/exams/", "/api/v1/openapi.json"]
ADMIN = ["/cms/", "/cms/users/", "/cms/pages/", "/cms/reports/site-history/"]


def sources(policy: str, directive: str) -> list[str]:
    for part in policy.split(";"):
        name, *told = part.split()
        if name == directive:
            return told
    return []


@pytest.mark.parametrize("path", PUBLIC)
def test_g02_public_pages_run_nothing_but_the_sites_own_files(client, path):
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert sources(policy, "default-src") == ["'none'"]
    assert sources(policy, "script-src") == ["'self'"]
    assert "unsafe" not in policy
    assert sources(policy, "frame-ancestors") == ["'none'"]


def test_g02_what_one_answer_may_do_beyond_the_site_the_next_may_not(rf):
    wishes = iter([{}, {"_csp_replace": {"frame-ancestors": ["'self'"]}}, {}])

    def answer(request):
        made = HttpResponse()
        vars(made).update(next(wishes))
        return made

    told = [PolicyMiddleware(answer)(rf.get("/"))["Content-Security-Policy"] for _time in range(3)]
    assert [sources(policy, "frame-ancestors") for policy in told] == [["'none'"], ["'self'"], ["'none'"]]
    assert all(sorted(policy.split("; ")) == sorted(build_policy().split("; ")) for policy in (told[0], told[2]))


def test_g02_the_settings_of_the_moment_hold(rf, settings):
    wanted = settings.CONTENT_SECURITY_POLICY
    settings.CONTENT_SECURITY_POLICY = {**wanted, "DIRECTIVES": {"default-src": ["'none'"]}}
    assert PolicyMiddleware(lambda request: HttpResponse())(rf.get("/"))["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize("path", ADMIN)
def test_g02_the_admin_runs_the_sites_own_files_and_known_calls_by_digest(administrator, client_of, path):
    policy = client_of(administrator).get(path)["Content-Security-Policy"]
    told = sources(policy, "script-src")
    assert told[0] == "'self'"
    assert all(one.startswith("'sha256-") for one in told[1:])
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", [*PUBLIC, "/cms/login/"])
def test_g01_every_answer_bears_the_same_refusals(client, path):
    answer = client.get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "camera=()" in answer["Permissions-Policy"]


def test_g01_django_finds_nothing_to_object_to_in_production(tmp_path):
    told = {
        **os.environ,
        "HAIZHUN_DEBUG": "0",
        "HAIZHUN_SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "HAIZHUN_DATA": str(tmp_path),
        "HAIZHUN_SITE_URL": "https://haizhun.example",
        "HAIZHUN_ALLOWED_HOSTS": "haizhun.example",
        "PYTHONPATH": "site:.",
    }
    told.pop("DATABASE_URL", None)
    made = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr


def test_g01_cookies_in_production_are_for_this_host_over_tls_and_not_for_scripts(tmp_path):
    asked = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS, s.MFA_REQUIRED)"
    )
    told = {
        **os.environ,
        "HAIZHUN_DEBUG": "0",
        "HAIZHUN_SECRET_KEY": "k" * 60,
        "HAIZHUN_DATA": str(tmp_path),
        "PYTHONPATH": "site:.",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    made = subprocess.run(
        [sys.executable, "-c", asked], cwd=settings.BASE_DIR, env=told, capture_output=True, text=True, check=True
    )
    assert made.stdout.split() == ["__Host-sid", "__Host-csrf", "True", "True", "True", "Lax", "31536000", "True"]


def test_p05_the_admin_asks_nobody_else_for_anything(administrator, client_of):
    page = client_of(administrator).get("/cms/").content.decode()
    assert "gravatar.com" not in page
    assert "releases.wagtail.org" not in page
