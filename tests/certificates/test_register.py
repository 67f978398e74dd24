"""The public register: a list and figures that name nobody and tell no small group, and the way to an answer."""

import csv
import datetime as dt
import io
import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from certificates.counting import figures, with_status
from certificates.decisions import decide
from certificates.models import Certificate, CertificateEvent, SchemeVersion
from certificates.status import State, Status
from certificates.suppression import TOTAL
from core.dates import today
from core.look_ups import PER_MINUTE
from tests.certificates.crowd import crowd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]
REGISTER, STATISTICS = "/register/", "/register/statistics/"
DAY = dt.timedelta(days=1)
NOON = dt.datetime(2026, 2, 10, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def body(client, address, **asked):
    return client.get(address, asked).content.decode()


def test_the_list_masks_names_and_tells_no_number_and_no_day(client):
    certificates = crowd(6)
    page = body(client, REGISTER)
    assert page.count("赵*") == 1
    for one in certificates:
        assert one.number not in page
        assert one.holder_name not in page
    assert 'name="robots" content="noindex"' in page


def test_of_a_withdrawn_certificate_nothing_about_the_person_is_listed(client):
    crowd(5, state="withdrawn")
    page = body(client, REGISTER, status="withdrawn")
    assert not re.search(r"[赵钱孙李周]\*", page)
    assert page.count("—") >= 5


def test_a_group_of_four_is_not_listed_nor_the_next_that_would_give_it_away(client):
    crowd(9)
    crowd(4, scheme="QSD")
    crowd(7, scheme="CQO")
    page = body(client, REGISTER)
    assert "(9)" in page
    assert 'value="QSD"' not in page
    assert 'value="CQO"' not in page
    assert "<tbody>" not in body(client, REGISTER, scheme="QSD")
    assert re.search(r">20\s*<", body(client, STATISTICS))


def test_facets_leave_what_was_chosen_and_count_it(client):
    crowd(7, issued=NOON)
    crowd(6, issued=NOON, state="suspended")
    crowd(8, issued=NOON.replace(year=2025), scheme="QSD")
    page = body(client, REGISTER, year="2026", status="suspended")
    assert page.count('<th scope="row"') == 6
    assert "2025 (" not in page.split("<tbody>")[1]
    assert 'value="2026" selected' in page


@pytest.mark.parametrize(
    "asked", [{"page": "9" * 400}, {"page": "-1"}, {"page": "²"}, {"scheme": "' OR 1=1"}, {"year": "nan"}, {"status": "\0"}]
)
def test_whatever_is_asked_for_a_page_comes(client, asked):
    crowd(5)
    assert client.get(REGISTER, asked).status_code == 200


def test_ten_and_ten_thousand_rows_cost_the_same_queries(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(REGISTER)  # whatever is asked once in a process has been asked

    def counted(address):
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    crowd(10)
    few = counted(REGISTER), counted(STATISTICS)
    crowd(9990, issued=NOON)
    assert (counted(REGISTER), counted(STATISTICS)) == few
    assert few[0] <= 10


def test_a_kept_page_asks_nothing_and_an_event_makes_it_new(client, administrator, django_assert_num_queries):
    certificates = crowd(12)
    first = client.get(REGISTER)
    with django_assert_num_queries(0):
        again = client.get(REGISTER, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for one in certificates[:6]:
        decide(one, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    assert "(6)" in body(client, REGISTER, status="suspended")
    assert client.get(REGISTER, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_somebody_signed_in_gets_a_page_that_nobody_keeps(client, client_of, learner):
    crowd(5)
    assert client_of(learner).get(REGISTER)["Cache-Control"] == "private, no-store"
    assert "林悦" not in body(client, REGISTER)


def test_the_database_and_the_rule_derive_the_same_status():
    ends = [None, *(today() + days * DAY for days in (-400, -181, -180, -1, 0, 1))]
    for state in State:
        for end in ends:
            crowd(1, state=state.value, valid_until=end, valid_from=today() - 900 * DAY)
    crowd(1, valid_from=today() + DAY)
    derived = dict(with_status(Certificate.objects.all(), today()).values_list("pk", "today"))
    assert derived == {one.pk: one.status.value for one in Certificate.objects.told()}
    assert set(derived.values()) == {status.value for status in Status}


def test_a_version_with_another_grace_is_derived_by_its_own():
    old = SchemeVersion.objects.filter(scheme__code="QSO").get()
    old.pk, old.number, old.grace_days = None, 99, 10
    old.save(force_insert=True)
    crowd(1, valid_from=today() - 900 * DAY, valid_until=today() - 20 * DAY)
    assert [one.status.value for one in Certificate.objects.told()] == ["lapsed"]
    assert with_status(Certificate.objects.all(), today()).get(today="lapsed")


def test_a_quarter_is_a_quarter_here_not_at_greenwich():
    crowd(6, issued=dt.datetime(2026, 3, 31, 16, 30, tzinfo=dt.UTC))  # half past midnight of 1 April
    table = figures().of("QSO", 2026)
    assert (table.cell(1, TOTAL), table.cell(2, TOTAL)) == (0, 6)


def test_the_statistics_tell_sums_and_withhold_small_groups(client):
    crowd(20, issued=NOON)
    crowd(3, issued=NOON, state="withdrawn")
    page = body(client, STATISTICS)
    assert ">23<" in page
    assert not re.search(r">(20|3)\s*<", page)
    rows = list(csv.DictReader(io.StringIO(body(client, "/register/statistics.csv"))))
    sums = [row for row in rows if (row["scheme"], row["quarter"], row["status"]) == ("all", "all", "all")]
    assert {row["certificates"] for row in sums} == {"23"}
    assert {row["withheld"] for row in rows if row["status"] == "withdrawn" and row["quarter"] in ("1", "all")} == {"yes"}


def test_the_sums_of_the_file_equal_the_database():
    crowd(20, issued=NOON)
    crowd(8, issued=NOON, scheme="QSD")
    told = figures()
    assert told.years.total == Certificate.objects.count()
    assert sum(count for *_at, count in told.groups()) == Certificate.objects.count()


def test_the_list_tells_no_more_than_the_statistics(client):
    """Counting the lines of the list gives the very numbers that are published, and none that is withheld."""
    crowd(20, issued=NOON)
    crowd(3, issued=NOON, state="withdrawn")
    crowd(9, issued=NOON.replace(month=8), state="suspended")
    table = figures().of("QSO", 2026)
    for status in Status:
        page = body(client, REGISTER, scheme="QSO", year="2026", status=status.value)
        assert page.count('<th scope="row"') == (table.cell(TOTAL, status.value) or 0)


def test_a_number_leads_to_its_page_and_a_typo_is_named(client):
    number = crowd(1)[0].number
    assert client.post("/register/search/", {"number": number.lower()})["Location"] == f"/v/{number}/"
    wrong = client.post("/register/search/", {"number": "QSO-26"})
    assert wrong.status_code == 404
    assert "编号" in wrong.content.decode()
    assert client.post("/register/search/", {"number": ""}).status_code == 422
    assert client.get("/register/search/").status_code == 405


def test_a_name_goes_by_post_to_where_names_are_compared(client, certificate):
    reply = client.post("/register/search/", {"number": certificate.number, "name": "林悦"}, follow=True)
    assert reply.redirect_chain == [(reverse("certificates:named", args=[certificate.number]), 307)]
    assert "您输入的姓名与登记一致" in reply.content.decode()


def test_whoever_asks_too_often_waits(client):
    for _turn in range(PER_MINUTE):
        client.get(REGISTER)
    assert client.get(REGISTER).status_code == 429
    assert client.post("/register/search/", {"number": "QSO"}).status_code == 429


@pytest.mark.parametrize("prefix", ["", "/en", "/zh-hant"])
def test_every_page_is_there_in_every_language(client, prefix):
    crowd(6)
    for address in (REGISTER, STATISTICS):
        page = client.get(prefix + address)
        assert page.status_code == 200
