import json
import stat
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from core.cast import CAST
from core.management.commands.demo import _cells, _table

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(content, settings):
    """Run the command; what it printed."""
    settings.DEBUG = True

    def run(*options):
        out = StringIO()
        call_command("demo", *options, stdout=out, stderr=StringIO())
        return out.getvalue()

    return run


def everything():
    """Every row of every table but Django's own sessions, as text."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            cursor.execute(f'SELECT * FROM "{table}"')  # names from the database itself
            yield table, sorted(map(repr, cursor.fetchall()))


def test_the_first_run_makes_everybody_a_second_changes_nothing(demo, mailoutbox, settings, monkeypatch):
    """Each run takes seconds: all that is to be held of it is held of these three."""
    posting = settings.EMAIL_BACKEND
    the_table_stands_in_line_and_ends_with_the_password(demo().splitlines(), settings)
    # No letter is sent by making samples.
    assert mailoutbox == []
    assert posting == settings.EMAIL_BACKEND
    # The password is readable by its owner alone.
    assert stat.S_IMODE((settings.DATA_DIR / "demo-password").stat().st_mode) == 0o600

    before = dict(everything())
    told = json.loads(demo("--json"))
    assert dict(everything()) == before
    there_is_somebody_for_every_role_and_they_can_sign_in(told)

    # A password from the environment is taken also later.
    monkeypatch.setenv("HAIZHUN_DEMO_PASSWORD", "ein ganz anderes Wort")
    assert json.loads(demo("--json"))["password"] == "ein ganz anderes Wort"
    assert User.objects.get(full_name="林悦").check_password("ein ganz anderes Wort")


def the_table_stands_in_line_and_ends_with_the_password(lines, settings):
    start = next(number for number, line in enumerate(lines) if line.startswith("角色"))
    rows = [line for line in lines[start:] if "@" in line]
    assert len(rows) == 9
    assert len({_cells(row.partition(row.split()[-1])[0]) for row in rows}) == 1
    password = (settings.DATA_DIR / "demo-password").read_text(encoding="utf-8").strip()
    assert lines[-1] == f"以上账号的密码：{password}"


def there_is_somebody_for_every_role_and_they_can_sign_in(told):
    assert [who["role"] for who in told["people"]] == ["learner", *(who.role for who in CAST[1:])]
    for who in told["people"]:
        browser = Client()
        answer = browser.post("/account/login/", {"login": who["email"], "password": told["password"]})
        assert answer.status_code == 302
        assert answer["Location"] in ("/learn/", "/cms/"), who
        assert browser.get(who["begins"]).status_code == 200, who
    assert (
        EmailAddress.objects.filter(verified=True, primary=True, email__in=[who.email for who in CAST]).count() == len(CAST) == 9
    )
    assert [user.full_name for user in User.objects.filter(is_superuser=True)] == ["管理员"]


def test_it_is_refused_where_debug_is_off(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="HAIZHUN_DEBUG"):
        call_command("demo")
    assert not User.objects.exists()


def test_a_column_is_as_wide_as_its_widest_cell():
    assert _table([("角色", "x"), ("a", "学员")]) == "角色  x\n──────────\na     学员"
