"""Covenants: an association writes its own, somebody else lets it in, enterprises sign, and who leaves is seen to leave."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns import covenanting
from campaigns.models import Covenant, CovenantSignature
from cms import pagecache
from core.models import AuditEntry
from organisations.models import Membership, Organisation
from tests.cast import person

pytestmark = pytest.mark.django_db
SHELF = "/quality-month/covenants/"
WORDS = {"title": "珠海电器行业质量自律公约", "summary": "会员企业向用户承诺。", "text": "出厂检验不合格的不出厂\n不夸大产品性能"}


def body(kind, name, manager=None, **fields):
    made = Organisation.objects.create(kind=kind, name=name, state=Organisation.State.VERIFIED, **fields)
    if manager:
        Membership.objects.create(organisation=made, person=manager, role="manager", since="2026-01-01")
    return made


@pytest.fixture
def secretary():
    return person("秦秘书", "qin")


@pytest.fixture
def association(secretary):
    return body("association", "珠海电器行业协会", secretary)


@pytest.fixture
def firm(employer):
    return body("enterprise", "海珠电器厂", employer)


@pytest.fixture
def covenant(association, secretary, administrator):
    made = Covenant.objects.create(association=association, **WORDS)
    covenanting.hand_in(made, by=secretary)
    covenanting.decide(made, publish=True, reason="", by=administrator)
    made.refresh_from_db()
    return made


def test_an_association_writes_hands_in_and_the_office_publishes(association, secretary, administrator, client_of):
    writer, office = client_of(secretary), client_of(administrator)
    answer = writer.post(f"{SHELF}of/{association.slug}/new/", {**WORDS, "hand_in": "1"})
    made = Covenant.objects.get()
    assert answer.url == made.get_absolute_url()
    assert Client().get(made.get_absolute_url()).status_code == 404
    assert made.title in office.get("/cms/quality-month/covenants/").content.decode()
    office.post("/cms/quality-month/covenants/", {"covenant": made.pk, "publish": "1"})
    page = Client().get(made.get_absolute_url()).content.decode()
    assert all(words in page for words in (made.title, "不夸大产品性能", association.name))
    assert made.title in Client().get(SHELF).content.decode()
    assert made.get_absolute_url() in Client().get("/sitemap.xml").content.decode()
    assert list(AuditEntry.objects.filter(deed__startswith="covenant.").values_list("deed", flat=True).order_by("pk")) == [
        "covenant.handed_in",
        "covenant.decided",
    ]


def test_one_writes_for_ones_own_association_alone(association, secretary, employer, firm, client_of):
    other = body("association", "别家协会")
    for client, slug in ((client_of(secretary), other.slug), (client_of(employer), association.slug)):
        assert client.post(f"{SHELF}of/{slug}/new/", WORDS).status_code == 404
    assert client_of(employer).get(f"{SHELF}of/{firm.slug}/new/").status_code == 404  # an enterprise is no association
    unverified = body("association", "未核实协会", secretary)
    Organisation.objects.filter(pk=unverified.pk).update(state="proposed")
    assert client_of(secretary).get(f"{SHELF}of/{unverified.slug}/new/").status_code == 404
    assert Client().get(f"{SHELF}of/{association.slug}/new/").status_code == 302
    assert not Covenant.objects.exists()


def test_a_draft_is_seen_by_its_association_and_the_office_alone(association, secretary, learner, administrator, client_of):
    draft = Covenant.objects.create(association=association, **WORDS)
    address = draft.get_absolute_url()
    assert [client_of(who).get(address).status_code for who in (secretary, administrator, learner)] == [200, 200, 404]
    assert Client().get(address).status_code == 404
    assert draft.title not in Client().get(SHELF).content.decode()


def test_it_is_returned_with_a_reason_mended_and_handed_in_anew(association, secretary, administrator, client_of):
    made = Covenant.objects.create(association=association, **WORDS)
    covenanting.hand_in(made, by=secretary)
    with pytest.raises(covenanting.Refused, match="原因"):
        covenanting.decide(made, publish=False, reason=" ", by=administrator)
    covenanting.decide(made, publish=False, reason="第二条请写具体", by=administrator)
    writer = client_of(secretary)
    assert "第二条请写具体" in writer.get(made.get_absolute_url()).content.decode()
    writer.post(f"{made.get_absolute_url()}draft/", {**WORDS, "text": "不夸大能效等级", "hand_in": "1"})
    made.refresh_from_db()
    assert (made.promises, made.is_waiting, made.returned) == (["不夸大能效等级"], True, "")
    assert writer.post(f"{made.get_absolute_url()}draft/", {**WORDS, "text": "换掉"}).status_code == 409


def test_nobody_lets_in_what_is_his_own(association, administrator):
    Membership.objects.create(organisation=association, person=administrator, role="manager", since="2026-01-01")
    made = Covenant.objects.create(association=association, **WORDS)
    covenanting.hand_in(made, by=administrator)
    with pytest.raises(covenanting.Refused):
        covenanting.decide(made, publish=True, reason="", by=administrator)


def test_published_words_and_signatures_are_kept_by_the_database(covenant, firm, employer):
    signed = covenanting.sign(covenant, body=firm, by=employer)
    deeds = [
        lambda: Covenant.objects.filter(pk=covenant.pk).update(text="别的"),
        lambda: CovenantSignature.objects.filter(pk=signed.pk).update(organisation=covenant.association),
        lambda: CovenantSignature.objects.filter(pk=signed.pk).delete(),
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    covenanting.withdraw(signed, by=employer, reason="")
    with pytest.raises(DatabaseError), transaction.atomic():
        CovenantSignature.objects.filter(pk=signed.pk).update(withdrawn_at=None, withdrawn_by=None)


def test_an_enterprise_signs_once_and_withdraws_in_sight(covenant, firm, employer, client_of):
    manager, address = client_of(employer), covenant.get_absolute_url()
    for _click in range(2):
        assert manager.post(f"{address}signatures/", {"body": str(firm.pk)}).status_code == 302
    signed = CovenantSignature.objects.get()
    assert firm.name in Client().get(address).content.decode()
    manager.post(f"{address}signatures/{signed.pk}/withdrawal/", {"reason": "产线停了"})
    page = Client().get(address).content.decode()
    assert firm.name in page
    assert "产线停了" in page
    assert "收回" in page
    manager.post(f"{address}signatures/", {"body": str(firm.pk)})
    assert CovenantSignature.objects.count() == 2  # it may come back; the first stays in the list


def test_only_who_answers_for_an_enterprise_signs_for_it(covenant, firm, association, employer, learner, secretary, client_of):
    Membership.objects.create(organisation=firm, person=learner, role="member", since="2026-01-01")
    address = f"{covenant.get_absolute_url()}signatures/"
    tried = [(learner, firm), (secretary, firm), (secretary, association), (employer, association)]
    for who, what in tried:
        assert client_of(who).post(address, {"body": str(what.pk)}).status_code == 403
    for sent in ("", "x", "1 OR 1=1"):
        assert client_of(employer).post(address, {"body": sent}).status_code == 403
    assert Client().post(address, {"body": str(firm.pk)}).status_code == 302
    assert client_of(employer).get(address).status_code == 405
    assert not CovenantSignature.objects.exists()


def test_a_stranger_takes_no_signature_back_and_the_office_strikes_one_with_a_reason(
    covenant, firm, employer, learner, administrator, client_of
):
    signed = covenanting.sign(covenant, body=firm, by=employer)
    address = f"{covenant.get_absolute_url()}signatures/{signed.pk}/withdrawal/"
    assert client_of(learner).post(address, {"reason": "x"}).status_code == 403
    client_of(administrator).post(address, {"reason": ""})
    signed.refresh_from_db()
    assert signed.withdrawn_at is None
    client_of(administrator).post(address, {"reason": "执照已注销"})
    assert "执照已注销" in Client().get(covenant.get_absolute_url()).content.decode()


def test_a_script_in_a_covenant_is_shown_and_not_run(association, secretary, client_of):
    client_of(secretary).post(f"{SHELF}of/{association.slug}/new/", {**WORDS, "text": "<script>alert(1)</script>"})
    page = client_of(secretary).get(Covenant.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("text", ["", "\n \n", "\n".join("一" for _line in range(31))], ids=["none", "blank", "too-many"])
def test_a_covenant_has_promises_and_not_too_many(association, text):
    with pytest.raises(ValidationError):
        Covenant(association=association, **{**WORDS, "text": text}).full_clean()


def test_shelf_and_page_cost_the_same_for_two_and_for_twenty(covenant, association, employer):
    def queries(address):
        Client().get(address)
        pagecache.clear()
        with CaptureQueriesContext(connection) as caught:
            Client().get(address)
        return len(caught)

    def more(number):
        firm = body("enterprise", f"第{number}厂", employer)
        covenanting.sign(covenant, body=firm, by=employer)
        moments = {"handed_in_at": covenant.handed_in_at, "published_at": covenant.published_at}
        Covenant.objects.create(association=association, **moments, **WORDS)

    addresses = [SHELF, covenant.get_absolute_url()]
    for number in range(2):
        more(number)
    few = [queries(address) for address in addresses]
    for number in range(2, 20):
        more(number)
    assert [queries(address) for address in addresses] == few
