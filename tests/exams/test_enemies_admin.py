"""Enemy groups in the admin: named by codes, refused in words, answered for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from exams.models import EnemyGroup, Item
from tests.exams.making import item

GROUPS = "/cms/snippets/exams/enemygroup/"


@pytest.fixture
def office(client_of, examiner):
    for number in range(3):
        item(f"LAW-X-{number}")
    return client_of(examiner)


def test_a_group_is_made_changed_and_removed(office, examiner):
    office.post(f"{GROUPS}add/", {"name": "LAW-90", "codes": "LAW-X-0、LAW-X-1", "reason": "同一要点"})
    group = EnemyGroup.objects.get()
    assert sorted(group.items.values_list("code", flat=True)) == ["LAW-X-0", "LAW-X-1"]
    entry = AuditEntry.objects.get(deed="enemies.set")
    assert (entry.actor_id, entry.data) == (examiner.pk, {"name": "LAW-90", "items": ["LAW-X-0", "LAW-X-1"]})
    page = office.get(GROUPS).content.decode()
    for words in ("互斥题组", "LAW-90", "LAW-X-0、LAW-X-1", "同一要点"):
        assert words in page, words
    assert "LAW-X-1" in office.get(f"{GROUPS}edit/{group.pk}/").content.decode()
    office.post(f"{GROUPS}edit/{group.pk}/", {"name": "LAW-90", "codes": "LAW-X-1 LAW-X-2", "reason": ""})
    assert EnemyGroup.objects.codes() == [["LAW-X-1", "LAW-X-2"]]
    office.post(f"{GROUPS}delete/{group.pk}/")
    assert not EnemyGroup.objects.exists()
    assert Item.objects.count() == 3


@pytest.mark.parametrize(("codes", "words"), [("LAW-X-0 LAW-Z-9", "没有这些编号的试题：LAW-Z-9"), ("LAW-X-0", "至少写两道题")])
def test_an_unknown_code_and_a_lonely_item_are_refused_in_words(office, codes, words):
    page = office.post(f"{GROUPS}add/", {"name": "LAW-90", "codes": codes, "reason": ""}).content.decode()
    assert words in page
    assert not EnemyGroup.objects.exists()


def test_the_list_asks_as_much_for_two_groups_as_for_twenty(office):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(GROUPS).status_code == 200
        return len(queries)

    def grow(to: int) -> None:
        for number in range(EnemyGroup.objects.count(), to):
            EnemyGroup.objects.create(name=f"G{number:02}").items.set(Item.objects.all()[:2])

    grow(2)
    asked()
    few = asked()
    grow(20)
    assert asked() == few


def test_whoever_has_no_business_there_is_sent_away(client, client_of, stranger, regulator):
    assert client.get(GROUPS).status_code == 302
    for who in (stranger, regulator):
        assert client_of(who).get(GROUPS).status_code in (302, 403)
