"""R10-3: a case is handed in by who answers for a verified organisation, and public when somebody else has read it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.submissions import Refused
from cases import submitting
from cases.models import CaseStudy, CaseSubmission
from core.dates import now
from core.models import AuditEntry
from notices.models import Notice
from organisations.models import Organisation, Role
from tests.cases.making import filled, hand_in, in_english, make_case
from tests.cast import person
from tests.organisations.making import firm, member
from tests.reading import english, refused

pytestmark = pytest.mark.django_db
NAMES = (r"CC BY(?:-NC)? 4\.0|Atom|PDCA|FMEA|ICP|SPC|Cpk|NaN",)


def words(answer, status=200):
    assert answer.status_code == status
    html = answer.content.decode()
    assert (english(html, *NAMES), refused(html)) == ([], [])
    return html


@pytest.fixture
def body(employer):
    return firm("海湾注塑", manager=employer)


def test_a_case_is_seen_by_nobody_until_another_publishes_it(body, employer, regulator, client_of, client):
    mine, office = client_of(employer), client_of(regulator)
    assert "控制" in words(mine.get("/cases/submit/"))
    assert "等待审核" in words(mine.post("/cases/submit/", filled(body), follow=True))
    case, submission = CaseStudy.objects.get(), CaseSubmission.objects.get()
    assert client.get(case.get_absolute_url()).status_code == 404
    assert "注塑件散布减半" not in client.get("/cases/").content.decode()
    assert "注塑件散布减半" in words(mine.get(case.get_absolute_url()))
    assert "注塑件散布减半" in office.get("/cms/cases/submissions/").content.decode()
    office.post(f"/cms/cases/submissions/{submission.pk}/decision/", {"decision": "publish"})
    html = words(client.get(case.get_absolute_url()))
    assert "−50%" in html
    assert "一家注塑件厂" in html
    assert body.name not in html
    assert Notice.objects.filter(reader=employer, code="cases.published").exists()


def test_the_name_is_shown_with_consent_alone_and_gone_at_once_when_it_is_taken_back(
    body, employer, regulator, client_of, client
):
    mine = client_of(employer)
    mine.post("/cases/submit/", filled(body, is_named="on"))
    submitting.accept(CaseSubmission.objects.get(), by=regulator)
    case = CaseStudy.objects.get()
    assert (case.named_by, case.is_named) == (employer, True)
    assert body.name in client.get(case.get_absolute_url()).content.decode()
    assert mine.post(f"/cases/{case.code}/name-withdrawal/").status_code == 302
    for address in (case.get_absolute_url(), "/cases/", "/cases/feed.atom"):
        assert body.name not in client.get(address).content.decode()
    assert AuditEntry.objects.filter(deed="case.name_taken_back").count() == 1
    mine.post(f"/cases/{case.code}/name-withdrawal/")
    assert AuditEntry.objects.filter(deed="case.name_taken_back").count() == 1


def test_a_name_without_somebody_who_agreed_is_refused_by_the_database(body):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_case(organisation=body, named_at=now())


def test_a_returned_case_says_what_to_mend_and_comes_again(body, employer, regulator, client_of):
    mine, office = client_of(employer), client_of(regulator)
    first = hand_in(body, employer)
    address = f"/cms/cases/submissions/{first.pk}/decision/"
    office.post(address, {"decision": "return", "reason": " "})
    first.refresh_from_db()
    assert first.decided_at is None
    assert mine.get(f"/cases/submit/{first.case.code}/").status_code == 302
    office.post(address, {"decision": "return", "reason": "请写明样本量"})
    assert "请写明样本量" in words(mine.get("/cases/mine/"))
    assert "请写明样本量" in words(mine.get(f"/cases/submit/{first.case.code}/"))
    mine.post(f"/cases/submit/{first.case.code}/", filled(body, title="样本量二百"))
    case = CaseStudy.objects.get()
    assert (case.title, case.submissions.count(), case.is_public) == ("样本量二百", 2, False)
    assert Notice.objects.filter(reader=employer, code="cases.returned").exists()


def test_nobody_decides_on_a_case_of_his_own_or_of_his_organisation(body, administrator, employer):
    own = submitting.submit(make_case(is_public=False), by=administrator)
    with pytest.raises(Refused):
        submitting.accept(own, by=administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseSubmission.objects.filter(pk=own.pk).update(decided_at=now(), decided_by=administrator, is_accepted=True)
    member(body, administrator, role=Role.MANAGER)
    theirs = hand_in(body, employer)
    with pytest.raises(Refused):
        submitting.accept(theirs, by=administrator)
    assert not CaseStudy.objects.public().exists()


def test_what_two_people_read_is_changed_by_nobody_until_it_is_taken_down(body, employer, administrator, regulator, client_of):
    submitting.accept(hand_in(body, employer), by=regulator)
    case, office = CaseStudy.objects.get(), client_of(administrator)
    with pytest.raises(Refused):
        submitting.submit(case, by=employer, organisation=body)
    edit = f"/cms/snippets/cases/casestudy/edit/{case.pk}/"
    sent = {name: getattr(case, name) or "" for name in (field.name for field in CaseStudy._meta.fields)}
    sent |= {"industry": case.industry_id, "title": "改写", "lessons": "[]"}
    sent = {name: value for name, value in sent.items() if name not in {"organisation", "named_by"}}
    assert "已公开" in office.post(edit, sent).content.decode()
    case.refresh_from_db()
    assert case.title != "改写"
    office.post(f"/cms/cases/{case.pk}/removal/", {"reason": "数据有误"})
    case.refresh_from_db()
    assert case.published_on is None
    assert Notice.objects.filter(reader=employer, code="cases.taken_down").exists()
    office.post(edit, sent)
    case.refresh_from_db()
    assert case.title == "改写"
    office.post(f"/cms/cases/{case.pk}/submission/")
    submitting.accept(case.submissions.waiting().get(), by=regulator)
    assert CaseStudy.objects.public().get().title == "改写"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"figures": "报废率下降了很多"}, "不是数据"),
        ({"figures": "报废率 | % | 1 | NaN"}, "不是数据"),
        ({"year": "2099"}, "还没有到"),
        ({"may_be_told": ""}, "may_be_told"),
    ],
    ids=["no figure", "not a number", "future", "not to be told"],
)
def test_a_faulty_case_is_told_and_nothing_is_kept(body, employer, client_of, fields, said):
    assert said in words(client_of(employer).post("/cases/submit/", filled(body, **fields)), 422)
    assert not CaseStudy.objects.exists()


def test_a_case_may_be_told_in_english_too_and_then_wholly(body, employer, regulator, client_of, client):
    mine = client_of(employer)
    half = words(mine.post("/cases/submit/", filled(body, title_en="Half the spread")), 422)
    assert "英文全部不写" in half
    assert '<details class="fold" open>' in half
    other = mine.post("/cases/submit/", filled(body, **in_english(figures_en="standard deviation | mm | 5 | 1")))
    assert other.status_code == 422
    assert "figures_en-error" in other.content.decode()
    assert not CaseStudy.objects.exists()
    mine.post("/cases/submit/", filled(body, **in_english()))
    assert "every part is no longer measured" in client_of(regulator).get("/cms/cases/submissions/").content.decode()
    submitting.accept(CaseSubmission.objects.get(), by=regulator)
    address = CaseStudy.objects.get().get_absolute_url()
    assert "Half the spread of a moulded part" in client.get(f"/en{address}").content.decode()
    assert "Half the spread" not in words(client.get(address))


@pytest.mark.parametrize("who", ["stranger", "colleague", "unverified", "nobody"])
def test_a_case_is_handed_in_by_who_answers_for_a_verified_organisation_and_by_nobody_else(who, body, employer, client_of):
    waiting = hand_in(body, employer)
    other = person("某人", "other")
    if who == "colleague":
        member(body, other)
    if who == "unverified":
        firm("未核实", manager=other, state=Organisation.State.PROPOSED)
    one = Client() if who == "nobody" else client_of(other)
    expected = {"nobody": (302, 302, 302, 404)}.get(who, (403, 404, 404, 404))
    code = waiting.case.code
    asked = (
        one.post("/cases/submit/", filled(body)),
        one.get(f"/cases/submit/{code}/"),
        one.post(f"/cases/{code}/name-withdrawal/"),
        one.get(f"/cases/{code}/"),
    )
    assert tuple(answer.status_code for answer in asked) == expected
    assert CaseStudy.objects.count() == 1
    assert one.get(f"/cases/{code}/name-withdrawal/").status_code == 405
    for address in ("", f"{waiting.case_id}/", "submissions/"):
        assert one.get(f"/cms/cases/{address}").status_code in {302, 403, 404}
