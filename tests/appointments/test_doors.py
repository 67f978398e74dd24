"""A manager of one firm sees nothing of another: every address of firms, in every role, asked and sent to."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client

from organisations.models import Organisation
from tests.appointments.doors import DOORS, FIRM, INSIDERS, OUTSIDERS, SECRET, patterns
from tests.appointments.houses import House, house
from tests.house import lasting
from tests.house.door import is_right

pytestmark = pytest.mark.database
# A letter with its code is public: it names the firm, as paper does.
TELLS = {"appointments:letter"}
SENT = {"name": "闯入", "deed": "close", "on": "2026-01-01", "reason": "x", "last_day": "2026-01-01", "outcome": "upheld"}


@pytest.fixture(scope="module")
def there(django_db_setup: Any, django_db_blocker: Any) -> Iterator[House]:
    with lasting.for_a_module(django_db_blocker):
        yield house()


@pytest.fixture(autouse=True)
def _as_it_was(there: House) -> Iterator[None]:
    with lasting.as_it_was():
        yield


def knocking(there: House, who: str) -> Client:
    client, user = Client(), there.people[who]
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def asked(client: Client, address: str, method: str) -> HttpResponseBase:
    return client.get(address) if method == "GET" else client.post(address, SENT)


def text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(content).decode(errors="replace")


def everything() -> dict[str, list[dict[str, Any]]]:
    """What firms keep, row by row: the rooms of firms, and whatever elsewhere belongs to an organisation."""
    rooms = ("organisations", "appointments")
    models = [one for one in apps.get_models() if one._meta.app_label in rooms or _is_of_a_firm(one)]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def _is_of_a_firm(model: type[Model]) -> bool:
    return any(field.concrete and field.related_model is Organisation for field in model._meta.get_fields())


def test_s01_every_address_of_firms_has_its_line_in_the_table() -> None:
    there = patterns()
    missing = sorted(set(there) - set(DOORS))
    assert not missing, f"Add a line for each of these to DOORS in tests/appointments/doors.py, with who may and how: {missing}"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_s02_of_another_firm_there_is_nothing(there: House, who: str) -> None:
    client, before = knocking(there, who), everything()
    wrong: list[tuple[str, str, object]] = []
    for name, pattern in patterns().items():
        address = there.address(name, pattern)
        for method in ("GET", "POST"):
            answer = asked(client, address, method)
            if not is_right(DOORS[name], who, method, answer):
                wrong.append((name, method, answer.status_code))
            told = text(answer)
            if SECRET in told or (FIRM in told and name not in TELLS):
                wrong.append((name, method, "tells of firm A"))
    assert not wrong
    assert everything() == before


def test_s02_through_ones_own_door_nothing_of_another_firm_is_reached(there: House) -> None:
    """The address names firm B, where one may be, and a thing of firm A. Sittings are for every firm."""
    mine, before = Organisation.objects.get(name="乙公司"), everything()
    mixed = [(name, one) for name, one in patterns().items() if {"slug", "pk"} <= set(one.pattern.converters)]
    wrong: list[tuple[str, str, object]] = []
    for client, (name, pattern), method in product(
        [knocking(there, "manager_b"), knocking(there, "holder_b")], mixed, ("GET", "POST")
    ):
        address = there.address(name, pattern).replace(f"/{there.firm.slug}/", f"/{mine.slug}/")
        assert mine.slug in address
        answer = asked(client, address, method)
        if answer.status_code not in {403, 404, 405} and DOORS[name].names != "sitting":
            wrong.append((name, method, answer.status_code))
        if SECRET in text(answer) or FIRM in text(answer):
            wrong.append((name, method, "tells of firm A"))
    assert len(mixed) > 20
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("who", INSIDERS)
def test_s01_within_the_firm_each_goes_through_his_doors_and_no_other(there: House, who: str) -> None:
    wrong, client = [], knocking(there, who)
    for name, pattern in patterns().items():
        address = there.address(name, pattern)
        for method in ("GET", "POST"):
            with lasting.as_it_was():
                answer = asked(client, address, method)
            if not is_right(DOORS[name], who, method, answer):
                wrong.append((name, method, answer.status_code))
    assert not wrong


def test_the_table_would_notice_a_door_left_open(there: House) -> None:
    """The control: had the table said that only a manager opens the log, its keeper's own visit would be reported."""
    answer = asked(knocking(there, "holder_a"), there.address("appointments:log", patterns()["appointments:log"]), "GET")
    assert is_right(DOORS["appointments:log"], "holder_a", "GET", answer)
    assert not is_right(DOORS["appointments:log"], "manager_b", "GET", answer)
    assert SECRET in text(answer)
