"""S01, S02: every address of the site has its line in a table that says who may go through it, and does what its line says.

Firms, training and oversight: tests/appointments/doors.py. Exams: tests/exams/test_doors.py. Open to everybody: here. All others:
tests/house/doors.py. Each is asked in each role, with things that exist and are somebody's (tests/house): that a thing is nowhere
for one proves something because whoever may finds it.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.appointments import doors as firms
from tests.exams import test_doors as exams
from tests.house import doors, lasting, offices
from tests.house.building import House, build
from tests.house.door import Door, is_right, to_login
from tests.house.people import KNOCKING
from tests.test_gets import written

pytestmark = pytest.mark.database

# Open to everybody, whatever it names.
_OPEN = """
healthz readyz hello robots sitemap card home openapi api
pages:search pages:comfort pages:site_map pages:feed pages:manifest pages:share pages:notes pages:note pages:field wagtail_serve
wagtaildocs_serve wagtaildocs_authenticate_with_password wagtailcore_authenticate_with_password wagtailcore_login
accounts:privacy account_login account_signup account_logout account_inactive account_reset_password account_reset_password_done
account_reset_password_from_key account_reset_password_from_key_done account_request_login_code account_confirm_login_code
account_email_verification_sent mfa_authenticate mfa_login_webauthn socialaccount_login_cancelled socialaccount_login_error
socialaccount_signup weixin_login weixin_callback feishu_login feishu_callback dingtalk_login dingtalk_callback
openid_connect_login openid_connect_callback
statutes:index statutes:statute statutes:text notices:unsubscribe
courses:catalogue courses:course courses:lesson courses:library_lesson courses:track courses:run courses:captions courses:medium
courses:medium_pages courses:medium_picture
courses:offline_worker courses:offline_editions courses:record_check courses:calendar_feed
package_frame package_state package_file
certificates:issuer certificates:achievement certificates:badge_picture certificates:credential certificates:status_list
certificates:keys certificates:key_set certificates:key certificates:key_pem certificates:verify certificates:check_pdf
certificates:check_digest certificates:badge_check certificates:verification certificates:named certificates:proof
certificates:shared certificates:log certificates:log-heads certificates:log-consistency certificates:log-head
certificates:register certificates:register-search certificates:register-statistics certificates:register-statistics-file
certificates:list-check certificates:list-template
campaigns:newest campaigns:begin campaigns:signature
campaigns:quiz campaigns:quiz_set campaigns:covenants campaigns:covenant campaigns:month campaigns:pledge
campaigns:slogans campaigns:contest campaigns:ranking campaigns:draw campaigns:tickets campaigns:material
events:programme events:calendar events:feed events:event events:event_calendar events:registration events:guest
schools:library schools:feed schools:archive schools:lom schools:file schools:schools schools:school schools:pack
api:certificate api:certificate-other api:api-root
talents:programmes talents:syllabus_file talents:syllabus talents:programme talents:class_entrance talents:class_done
talents:class_check events:organiser metrics
courses:activity_form schools:cartridge schools:expert schools:expert_file schools:look schools:small talents:index
talents:career_check talents:policies talents:policy talents:bulletins talents:bulletin talents:awards talents:award_days
talents:story talents:award_calendar talents:award talents:bases talents:base cases:library cases:feed cases:case
talents:experts talents:expert pages:report pages:reported
"""
OPEN = frozenset(_OPEN.split())
NAMED_BY_NOBODY = {"^media/(?P<path>.*)$", "_util/login/"}


def walk(patterns: list[URLPattern | URLResolver], room: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of each address."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{room}{pattern.namespace}:" if pattern.namespace else room
            yield from walk(pattern.url_patterns, inner, here)
        else:
            yield f"{room}{pattern.name}" if pattern.name else "", here


def addresses() -> list[tuple[str, str]]:
    """(name, route) of every address outside the admin."""
    return list(dict.fromkeys(one for one in walk(get_resolver().url_patterns) if not one[1].startswith("cms/")))


def filled(route: str) -> str:
    """An address of that form which names nothing there is."""
    route = re.sub(r"<uuid:\w+>", str(UUID(int=7)), route)
    route = re.sub(r"<(?:int|str):year>", "1999", route)
    route = re.sub(r"<int:\w+>", "987654", route)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "nowhere", route)


@pytest.fixture(scope="module")
def there(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    keys = override_settings(KEYS_DIR=tmp_path_factory.mktemp("keys"))
    # Thousands are told no here: nobody reads a line in the log for each.
    logging.disable(logging.WARNING)
    with keys, lasting.for_a_module(django_db_blocker):
        yield build()
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def _as_it_was(there: House) -> Iterator[None]:
    with lasting.as_it_was():
        yield


def knocking(there: House, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who != "anonymous":
        client.force_login(there.people[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def fault(there: House, client: Client, who: str, name: str, method: str) -> str:
    """What the door did that its line does not say."""
    door, address = doors.DOORS[name], there.address(name, ROUTES[name], doors.DOORS[name].names)
    with lasting.as_it_was(), written() as tables:
        answer = client.get(address) if method == "GET" else client.post(address, there.sent(name))
    if tables and not door.opens_for(who, method):
        return f"{method} {name} wrote {sorted(tables)}"
    if is_right(door, who, method, answer):
        return ""
    if who == "anonymous":
        nowhere = name in doors.FOR_GUESTS and answer.status_code == 404
        if nowhere or (name in doors.OF_SCRIPTS and answer.status_code == 401):
            return ""
    return f"{method} {name} {answer.status_code}"


ROUTES = dict(reversed(addresses()))


def test_s01_every_address_has_its_line_in_one_table() -> None:
    told = {*OPEN, *doors.DOORS, *firms.DOORS, *(f"exams:{name}" for name in exams.DOORS)}
    missing = {name or route for name, route in addresses()} - told - NAMED_BY_NOBODY
    assert not missing, f"say who may: in tests/house/doors.py, in OPEN of tests/test_doors.py, or in the room's table: {missing}"


def test_s01_no_line_tells_of_an_address_that_is_gone() -> None:
    assert {name for name in (*OPEN, *doors.DOORS, *doors.OPEN_OF) if name not in ROUTES} == set()


@pytest.mark.parametrize("who", KNOCKING)
def test_s01_s02_each_goes_through_his_doors_and_no_other(there: House, who: str) -> None:
    """Another's thing is nowhere, though it is there. Whoever may not go through changes nothing."""
    client = knocking(there, who)
    # By a method that a door does not know nobody goes through: whoever may most asks for that.
    asked = [(name, method) for name, door in doors.DOORS.items() for method in sorted(door.methods)]
    if who == "superuser":
        asked = [(name, method) for name in doors.DOORS for method in ("GET", "POST")]
    assert [found for name, method in asked if (found := fault(there, client, who, name, method))] == []


def test_s02_every_thing_is_found_by_somebody(there: House) -> None:
    """The control: what nobody finds would prove nothing by being nowhere; and a line that said otherwise would be reported."""
    lone = [name for name, door in doors.DOORS.items() if not door.may]
    assert lone == []
    answer = knocking(there, "owner").get(there.address("notices:notice", ROUTES["notices:notice"], "notice"))
    assert is_right(doors.DOORS["notices:notice"], "owner", "GET", answer)
    assert not is_right(doors.DOORS["notices:notice"], "other", "GET", answer)
    assert not is_right(Door(doors.NOBODY), "owner", "GET", answer)


def test_s01_what_is_open_and_names_something_opens_for_everybody(there: House) -> None:
    client = knocking(there, "anonymous")
    found = {name: client.get(there.address(name, ROUTES[name], thing)) for name, thing in doors.OPEN_OF.items()}
    wrong = {name: one.status_code for name, one in found.items() if one.status_code not in {200, 302} or to_login(one)}
    assert not wrong


def test_s01_what_is_open_asks_nobody_who_he_is_and_breaks_for_nobody(there: House) -> None:
    client, wrong = knocking(there, "anonymous"), []
    for name in sorted(OPEN - {*doors.OPEN_OF}):
        if "(" in ROUTES[name]:
            continue
        answer = client.get(filled(ROUTES[name]))
        # A step of signing in that nobody has begun leads to where one begins.
        is_step = name.startswith(("account_", "mfa_", "socialaccount_", "wagtailcore_login"))
        if answer.status_code >= 500 or (to_login(answer) and not is_step):
            wrong.append((name, answer.status_code))
    assert not wrong


def is_shut(answer: Any) -> bool:
    """Led to the door or back to one's own desk, told no, or nowhere."""
    if answer.status_code == 302:
        return answer["Location"].partition("?")[0] in {"/cms/", "/cms/login/"}
    return answer.status_code in {403, 404, 405}


@pytest.mark.parametrize("who", ["anonymous", "stranger", *offices.OFFICES])
def test_s01_s12_at_a_desk_of_the_admin_sits_nobody_but_whose_it_is(there: House, who: str) -> None:
    """With things that exist; the lists from which one chooses a thing are doors too."""
    client = knocking(there, who)
    closed = [one for one in offices.addresses() if not offices.is_open_for(who, one[0])]
    assert [(name, one.status_code) for name, address in closed if not is_shut(one := client.get(address))] == []
    assert len(closed) > 250
    with written() as tables:
        sent = [(name, client.post(address)) for name, address in closed if offices.is_deed(name)]
    assert [(name, answer.status_code) for name, answer in sent if not is_shut(answer)] == []
    assert len(sent) > 40
    assert tables == set()


def test_s12_the_control_whose_desk_it_is_finds_it_open(there: House) -> None:
    first = (":list", ":index", ":submissions")
    lists = [(name, address) for name, address in offices.addresses() if name.endswith(first)]
    for who in offices.OFFICES:
        client, mine = knocking(there, who), [one for one in lists if offices.is_open_for(who, one[0])]
        opened = {offices.desk(name) for name, address in mine if client.get(address).status_code == 200}
        assert opened == {desk for desk, whose in offices.DESKS.items() if who in whose} - {"campaigns_office"}
    client = knocking(there, "superuser")
    assert [name for name, address in lists if client.get(address).status_code != 200] == []
    assert len(lists) > 30


def admin_addresses() -> list[str]:
    found = [route for _name, route in walk(get_resolver().url_patterns) if route.startswith("cms/")]
    plain = [route for route in dict.fromkeys(found) if "(" not in route and "^" not in route and "/snippets/" not in route]
    return [route for route in plain if not re.search(r"jsi18n|sprite|login|logout|password_reset", route)]


@pytest.mark.parametrize("who", ["anonymous", "stranger"])
def test_s01_s12_no_address_of_the_admin_opens_for_whoever_has_no_desk_there(there: House, who: str) -> None:
    """Wagtail's own."""
    client = knocking(there, who)
    assert [(route, one.status_code) for route in admin_addresses() if not is_shut(one := client.get(filled(route)))] == []
    assert len(admin_addresses()) > 100
