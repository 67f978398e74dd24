"""P01 to P03: a copy of one's data, closing an account, consent and its withdrawal."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.db import DatabaseError, connection, transaction

from accounts import looking
from accounts.models import Consent, Erasure, Look, User
from accounts.privacy import erasing, exporting, purposes
from accounts.privacy.registry import columns, missing
from accounts.tasks import forget_looks
from core.audit import record
from core.dates import now
from core.models import AuditEntry, Job
from tests.accounts.factors import signed_in, with_app
from tests.cast import PASSWORD, person
from tests.reading import english

pytestmark = pytest.mark.django_db
CANARY = "卡纳里鸟"
BOX = "canary-7f3a"


def again(browser, to):
    browser.post(f"/account/reauthenticate/?next={to}", {"password": PASSWORD})


def dump() -> str:
    """Every row of every table, as one text."""
    told = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            told.append(serialize("json", model._base_manager.all(), ensure_ascii=False))
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if "search" in name or "index" in name]
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            told.append(str(cursor.fetchall()))
    return "\n".join(told)


def test_p01_every_column_that_names_a_person_says_what_becomes_of_it():
    assert missing() == [], "add a line for each in its room's holdings.py: About(purpose, …) or Acted(purpose)"


def test_p01_every_line_names_a_purpose_there_is():
    assert {column.holding.purpose for column in columns()} <= set(purposes.PURPOSES)


def test_p01_the_copy_holds_data_for_programs_and_a_paper_to_read(learner):
    browser = signed_in(learner)
    again(browser, "/account/data/copy/")
    answer = browser.post("/account/data/copy/")
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    told = json.loads(packed.read("data.json"))
    assert told["person"]["full_name"] == learner.full_name
    assert "password" not in told["person"]
    assert packed.read("data.pdf").startswith(b"%PDF")
    assert AuditEntry.objects.filter(deed="account.exported", actor_id=learner.pk).count() == 1


def test_p01_no_secret_is_in_the_copy(learner):
    with_app(learner)
    told = json.dumps(exporting.collected(learner), default=str)
    for factor in learner.authenticator_set.all():
        assert str(factor.data.get("secret") or factor.data.get("seed")) not in told
    assert learner.password not in told


def test_p02_after_closing_nothing_tells_who_it_was(client_of):
    user = person(CANARY, BOX)
    Consent.objects.create(user=user, purpose="terms", version="v", text_sha256="0" * 64)
    record("account.renamed", user, by=user, before="旧名", after=CANARY)
    Job.objects.create(task="mail", kwargs={"to": user.email})
    browser = signed_in(user)
    with_app(user)
    again(browser, "/account/data/closing/")
    assert CANARY in dump()  # the control: it was there
    assert BOX in dump()
    answer = browser.post("/account/data/closing/", {"sure": "on"})
    assert answer.status_code == 302
    left = dump()
    assert CANARY not in left
    assert BOX not in left
    assert Erasure.objects.get(user=user).kept
    assert not User.objects.get(pk=user.pk).is_active
    assert signed_in(user).get("/account/").status_code == 302


def test_p02_closing_twice_is_closing_once(learner):
    first = erasing.erase(learner, by=learner)
    assert erasing.erase(learner, by=learner) == first


def test_p02_the_only_administrator_is_told_what_to_do_first(administrator):
    browser = signed_in(administrator)
    again(browser, "/account/data/closing/")
    answer = browser.post("/account/data/closing/", {"sure": "on"})
    assert answer.status_code == 409
    assert "唯一的管理员" in answer.content.decode()
    assert User.objects.get(pk=administrator.pk).is_active


def test_p02_without_the_tick_nothing_happens(learner):
    browser = signed_in(learner)
    again(browser, "/account/data/closing/")
    assert "请勾选" in browser.post("/account/data/closing/", {}).content.decode()
    assert not Erasure.objects.exists()


def test_p03_the_terms_end_with_the_account_and_a_strangers_consent_is_not_found(learner, stranger, client_of):
    consent = Consent.objects.create(user=learner, purpose="terms", version="v", text_sha256="0" * 64)
    address = f"/account/consents/{consent.pk}/withdrawal/"
    assert client_of(learner).post(address)["Location"] == "/account/data/closing/"
    assert client_of(stranger).post(address).status_code == 404
    assert client_of(learner).get(address).status_code == 405


def test_who_looked_at_ones_record_is_told_once_a_day(learner, examiner, client_of):
    looking.note(by=examiner, person=learner, what="exam")
    looking.note(by=examiner, person=learner, what="exam")
    looking.note(by=learner, person=learner, what="exam")
    page = client_of(learner).get("/account/data/").content.decode()
    assert page.count(examiner.full_name) == 1
    assert "考试：答卷与成绩" in page


def test_a_look_goes_after_four_hundred_days_and_not_before(learner, examiner):
    for days in (500, 402, 399, 0):
        at = now() - dt.timedelta(days=days)
        Look.objects.create(by=examiner, person=learner, what="exam", day=at.date(), at=at)
    assert forget_looks() == 2
    assert forget_looks() == 0
    assert Look.objects.count() == 2
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Look.objects.all().delete()


def test_my_data_asks_as_often_for_two_looks_as_for_twenty(learner, client_of, django_assert_num_queries):
    browser = client_of(learner)
    browser.get("/account/data/")

    def asked(number: int) -> int:
        from django.test.utils import CaptureQueriesContext

        for each in range(number):
            looking.note(by=person("同事", f"a{number}-{each}"), person=learner, what="exam")
        with CaptureQueriesContext(connection) as caught:
            browser.get("/account/data/")
        return len(caught)

    assert asked(2) == asked(18)


@pytest.mark.parametrize("path", ["/account/privacy/", "/account/data/", "/account/data/copy/", "/account/data/closing/"])
def test_every_page_is_in_chinese(learner, path):
    browser = signed_in(learner)
    again(browser, path)
    page = browser.get(path).content.decode()
    assert english(page, "海准.*|ICP.*") == []


def test_the_notice_is_made_from_the_list_and_open_to_everybody(client):
    page = client.get("/account/privacy/").content.decode()
    assert all(f'id="{key}"' in page for key in purposes.PURPOSES)
