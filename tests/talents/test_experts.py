"""R10-3: experts are listed with their own consent and somebody's admission, asked through the site, hidden at once."""

import json
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import consenting
from accounts.models import Consent, User
from accounts.privacy import erasing, exporting, purposes
from core.dates import now, today
from notices.models import Notice
from talents import advising
from talents.models import ExpertListing, ExpertQuestion
from tests.cast import person
from tests.organisations.making import firm, member
from tests.reading import english, refused

pytestmark = pytest.mark.django_db
NAMES = (r"PDCA|FMEA|ICP|SPC|zh-hans \d{4}-\d\d",)
FILLED = {
    "headline": "做过十年来料检验",
    "offers": "看控制图，谈供应商审核",
    "about": "在电子厂负责来料检验。",
    "organisation": "",
    "fields_of_quality": ["product", "service"],
    "known_methods": ["spc"],
}


def words(answer, status=200):
    assert answer.status_code == status
    html = answer.content.decode()
    assert (english(html, *NAMES), refused(html)) == ([], [])
    return html


def make_expert(who, by=None, **fields):
    """Written and agreed to; with `by`, admitted."""
    values = {name: FILLED[name] for name in ("headline", "offers", "about")} | {"fields": ["product"], "methods": ["spc"]}
    made = ExpertListing.objects.create(person=who, **values | fields)
    advising.agree(made, by=who)
    if by:
        advising.admit(made, by=by)
    return ExpertListing.objects.told().get(pk=made.pk)


def shown(client, made) -> list[bool]:
    """On its page, in the directory, in the search, on the site map."""
    return [
        client.get(made.get_absolute_url()).status_code == 200,
        made.headline in client.get("/experts/").content.decode(),
        made.get_absolute_url() in client.get("/search/", {"q": made.person.full_name}).content.decode(),
        made.get_absolute_url() in client.get("/sitemap.xml").content.decode(),
    ]


def test_nobody_is_listed_before_he_agrees_and_another_admits(learner, administrator, client_of, client):
    mine, office = client_of(learner), client_of(administrator)
    assert "还没有人" in words(client.get("/experts/"))
    assert mine.post("/experts/mine/", FILLED).status_code == 302
    made = ExpertListing.objects.told().get()
    assert shown(client, made) == [False] * 4
    with pytest.raises(advising.Refused):
        advising.admit(made, by=administrator)
    assert "我同意列入名录" in words(mine.get("/experts/mine/"))
    mine.post("/experts/mine/agreement/")
    assert shown(client, made) == [False] * 4
    assert learner.full_name in office.get("/cms/experts/").content.decode()
    office.post(f"/cms/experts/{made.pk}/decision/", {"decision": "admit"})
    assert shown(client, made) == [True] * 4
    html = words(client.get(made.get_absolute_url()))
    assert learner.email not in html
    assert json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])["name"] == learner.full_name
    assert Notice.objects.filter(reader=learner, code="experts.admitted").exists()
    consent = consenting.standing(learner, Consent.Purpose.EXPERTS)
    assert consent.version.endswith(purposes.VERSION)


@pytest.mark.parametrize("way", ["entry", "my data"])
def test_taken_back_it_is_hidden_at_once_wherever_it_is_taken_back(way, learner, administrator, client_of, client):
    made, mine = make_expert(learner, administrator), client_of(learner)
    assert shown(client, made) == [True] * 4
    if way == "entry":
        mine.post("/experts/mine/withdrawal/")
    else:
        client_of(learner).post(reverse("accounts:withdrawal", args=[consenting.of(learner)[0].pk]))
    assert shown(client, made) == [False] * 4
    assert consenting.standing(learner, Consent.Purpose.EXPERTS) is None
    assert client_of(administrator).get(made.get_absolute_url()).status_code == 404
    # What one wrote stays one's own; listing again takes consent and admission anew.
    assert made.headline in words(mine.get("/experts/mine/"))
    mine.post("/experts/mine/agreement/")
    assert shown(client, made) == [False] * 4


def test_changed_words_are_read_before_anybody_else_sees_them(learner, administrator, client_of, client):
    made = make_expert(learner, administrator)
    client_of(learner).post("/experts/mine/", FILLED | {"headline": "什么都会"})
    assert client.get(made.get_absolute_url()).status_code == 404
    office = client_of(administrator)
    office.post(f"/cms/experts/{made.pk}/decision/", {"decision": "return", "reason": "写具体"})
    assert "写具体" in words(client_of(learner).get("/experts/mine/"))
    with pytest.raises(advising.Refused):
        advising.admit(made, by=administrator)


def test_nobody_admits_himself_nor_without_consent(administrator, learner):
    made = make_expert(administrator)
    with pytest.raises(advising.Refused):
        advising.admit(made, by=administrator)
    for values in ({"admitted_by": administrator}, {"admitted_by": learner, "consent": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExpertListing.objects.filter(pk=made.pk).update(admitted_at=now(), **values)


@pytest.mark.parametrize("text", ["电话 0756-2123456", "写信到 me@example.org", "微信同号138 0013 8000"])
def test_no_number_and_no_address_is_kept_in_what_everybody_reads(text, learner, client_of):
    assert "不要写电话和邮箱" in words(client_of(learner).post("/experts/mine/", FILLED | {"about": text}), 422)
    assert not ExpertListing.objects.exists()


def test_a_question_reaches_the_expert_alone(learner, administrator, stranger, employer, client_of):
    made = make_expert(learner, administrator)
    address = f"{made.get_absolute_url()}question/"
    assert "/account/login" in Client().get(address)["Location"]
    asker = client_of(stranger)
    assert words(asker.post(address, {"text": "短"}), 422)
    assert asker.post(address, {"text": "我们的控制图总是出界，怎么办？"}).status_code == 302
    assert "控制图总是出界" in client_of(learner).get("/experts/mine/").content.decode()
    assert "控制图总是出界" not in client_of(employer).get("/experts/mine/").content.decode()
    assert Notice.objects.filter(reader=learner, code="experts.asked").count() == 1
    question = ExpertQuestion.objects.get()
    assert [ExpertQuestion.objects.visible_to(who).count() for who in (learner, stranger, employer)] == [1, 1, 0]
    for _number in range(advising.MOST_A_DAY - 1):
        advising.ask(made, by=stranger, text=question.text)
    assert asker.post(address, {"text": "我们的控制图总是出界，怎么办？"}).status_code == 409
    assert client_of(learner).post(address, {"text": "我自己问自己一个问题可以吗"}).status_code == 409


def test_the_organisation_is_shown_as_long_as_one_belongs_to_it(learner, administrator, client):
    body = firm("海湾电子")
    membership = member(body, learner)
    made = make_expert(learner, administrator, organisation=body)
    assert "海湾电子" in client.get(made.get_absolute_url()).content.decode()
    membership.until = today()
    membership.save()
    for address in (made.get_absolute_url(), "/experts/"):
        assert "海湾电子" not in client.get(address).content.decode()


def test_the_copy_of_ones_data_and_the_closed_account(learner, stranger, administrator, client):
    made = make_expert(learner, administrator)
    advising.ask(made, by=stranger, text="问一个问题，请指教。")
    told = exporting.collected(learner)["tables"]
    assert told["talents.expertlisting.person"][0]["headline"] == made.headline
    assert exporting.collected(stranger)["tables"]["talents.expertquestion.by"][0]["text"].startswith("问一个")
    erasing.erase(stranger, by=stranger)
    assert not ExpertQuestion.objects.exists()
    erasing.erase(learner, by=learner)
    assert shown(client, made) == [False] * 4
    row = ExpertListing.objects.get()
    assert (row.headline, row.about, row.offers, row.fields, row.methods) == ("", "", "", [], [])


def test_the_directory_counts_and_costs_the_same_for_two_and_for_a_thousand(administrator, client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/experts/?method=spc").status_code == 200
        return len(asked)

    make_expert(person("王一", "w1"), administrator)
    one = make_expert(person("王二", "w2"), administrator, methods=["8d"])
    facets = {
        facet.name: {o.value: o.count for o in facet.options}
        for facet in client.get("/experts/?field=product").context["directory"].facets
    }
    assert facets == {"field": {"product": 2}, "method": {"spc": 1, "8d": 1}}
    assert "没有符合条件" in words(client.get("/experts/?field=product&method=flow"))
    queries()
    few = queries()
    assert few <= 8
    for size in (20, 1000):
        have = User.objects.count()
        people = User.objects.bulk_create(User(email=f"n{number}@example.org", full_name="李一") for number in range(have, size))
        copied = {
            "consent": one.consent,
            "admitted_at": now(),
            "admitted_by": administrator,
            "methods": ["spc"],
            "fields": ["product"],
        }
        ExpertListing.objects.bulk_create(ExpertListing(person=who, headline="检验", **copied) for who in people)
        assert queries() == few


@pytest.mark.parametrize("name", ["agreement", "withdrawal"])
def test_deeds_are_posts_of_who_wrote_the_entry(name, stranger, learner, administrator, client_of):
    make_expert(learner, administrator)
    one = client_of(stranger)
    assert one.get(f"/experts/mine/{name}/").status_code == 405
    assert one.post(f"/experts/mine/{name}/").status_code == 404
    assert one.get("/cms/experts/").status_code in {302, 403}
    assert ExpertListing.objects.public().count() == 1
