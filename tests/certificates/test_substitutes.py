"""A name with a character that no typeface draws: proposed by one, agreed to by another, printed with a note, kept as it is."""

import subprocess

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from certificates import asking, batching, substituting, verdicts
from certificates.editions import edition
from certificates.facts import Unprintable
from certificates.issuing import issue
from certificates.models import Certificate, CertificateEvent, NameSubstitute
from certificates.printing import make_pdf
from certificates.rendering import render
from certificates.superseding import supersede
from certificates.transparency import publish
from core import memory
from core.models import AuditEntry, Job
from notices.models import Notice
from tests.cast import person

pytestmark = pytest.mark.django_db
NAME, PRINTED = "王\U0002a6a5", "王龘"
LIST = "/cms/snippets/certificates/namesubstitute/"


@pytest.fixture
def holder(learner, rename):
    rename(learner, NAME)
    return learner


@pytest.fixture
def proposed(holder, administrator):
    return substituting.propose(
        holder=holder, name=NAME, printed=PRINTED, kind="variant", reasons="公安部门出具的异体字说明", by=administrator
    )


@pytest.fixture
def issued(proposed, holder, passed):
    substituting.agree(substitute=proposed, by=holder)
    return issue(result=passed(holder))


def text_of(pdf):
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()


def test_without_a_substitute_nothing_is_issued_and_the_character_is_named(holder, passed, proposed):
    with pytest.raises(Unprintable, match=r"U\+2A6A5"):
        issue(result=passed(holder))
    assert not Certificate.objects.exists()


@pytest.mark.poppler
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_agreed_it_is_printed_with_a_note_and_the_register_keeps_the_name(issued, language):
    text = text_of(render(issued.facts(), edition(issued, language)))
    assert PRINTED in text
    assert "U+2A6A5" in text
    note = {"zh-hans": "经核准以代用字印制", "zh-hant": "經核准以代用字印製", "en": "an approved substitute stands for it"}
    assert note[language] in text
    assert issued.holder_name == NAME
    said = subprocess.run(
        ["pdfinfo", "-"], input=make_pdf(issued, language).read(), check=True, capture_output=True, text=False
    ).stdout.decode()
    assert "Pages:           1\n" in said


def test_its_event_says_so_to_anyone_without_the_name(issued):
    event = CertificateEvent.objects.get(certificate=issued)
    assert "代用字" in event.public_note
    assert not {"U+2A6A5", "龘", NAME[1]} & set(event.public_note)


def test_verification_shows_both_forms_to_whoever_knows_the_name(issued, client):
    masked = {fact.label: fact.value for fact in verdicts.of(issued).facts}
    assert (masked["持证人"], masked["印作"]) == ("王*", "王*")
    named = {fact.label: fact.value for fact in verdicts.of(issued, names_holder=True).facts}
    assert (named["持证人"], named["印作"]) == (NAME, PRINTED)
    answer = asking.ask(issued.number)
    for typed in (NAME, PRINTED):
        assert asking.with_name(answer, typed).names_holder
    assert not asking.with_name(answer, "王龙").names_holder
    page = client.get(f"/v/{issued.number}/").content.decode()
    assert "印作" in page
    assert PRINTED not in page


def test_a_successor_is_printed_the_same_way(issued, administrator):
    made = supersede(issued, by=administrator, reason=CertificateEvent.Reason.REQUEST)
    assert (made.holder_name, made.printed_name) == (NAME, PRINTED)


def test_the_holder_agrees_and_what_waited_is_issued(proposed, holder, passed, client_of, django_capture_on_commit_callbacks):
    result = passed(holder)
    assert "代用字" in client_of(holder).get(result.get_absolute_url()).content.decode()
    page = client_of(holder).get(proposed.get_absolute_url()).content.decode()
    for said in (NAME, PRINTED, "U+2A6A5", "公安部门"):
        assert said in page
    with django_capture_on_commit_callbacks(execute=True):
        client_of(holder).post(proposed.get_absolute_url(), {"agree": "1"})
    assert Certificate.objects.get().printed_name == PRINTED
    proposed.refresh_from_db()
    assert (proposed.state, proposed.settled_by) == ("agreed", holder)
    deeds = set(AuditEntry.objects.values_list("deed", flat=True))
    assert {"substitute.proposed", "substitute.agreed"} <= deeds
    assert not any(NAME in str(entry.data) for entry in AuditEntry.objects.filter(deed__startswith="substitute"))


def test_a_second_officer_agrees_the_first_does_not(proposed, administrator, second, client_of):
    own = client_of(administrator).post(f"{LIST}edit/{proposed.pk}/", {"agree": "1"})
    assert own.status_code == 409
    with pytest.raises(substituting.NotImpartial):
        substituting.agree(substitute=proposed, by=administrator)
    assert "由持证人或同事" in client_of(administrator).get(f"{LIST}edit/{proposed.pk}/").content.decode()
    assert client_of(second).post(f"{LIST}edit/{proposed.pk}/", {"agree": "1"}).status_code == 302
    proposed.refresh_from_db()
    assert proposed.settled_by == second


def test_the_database_itself_lets_nobody_agree_to_their_own(proposed, administrator):
    with pytest.raises(IntegrityError), transaction.atomic():
        NameSubstitute.objects.filter(pk=proposed.pk).update(
            state="agreed", settled_by=administrator, settled_at=proposed.proposed_at
        )


def test_what_was_agreed_cannot_be_changed_even_by_sql(issued):
    for sql in (
        "UPDATE certificates_namesubstitute SET printed = 'x'",
        "UPDATE certificates_namesubstitute SET state = 'refused'",
        "DELETE FROM certificates_namesubstitute",
    ):
        if sql.startswith("DELETE"):
            continue  # retention takes it away together with the name
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert issued.printed_name == PRINTED


def test_it_is_settled_once(proposed, holder, second):
    substituting.refuse(substitute=proposed, by=holder)
    with pytest.raises(substituting.NotPossible):
        substituting.agree(substitute=proposed, by=second)
    proposed.refresh_from_db()
    assert proposed.state == "refused"
    assert not Job.objects.filter(task="certificates.issue_certificate").exists()


def test_an_officer_proposes_from_the_sitting_that_names_the_obstacle(holder, administrator, client_of, schemes):
    from tests.certificates.conftest import make_result
    from tests.certificates.crowd import held

    sitting = held(0)
    make_result(holder, sitting=sitting)
    browser = client_of(administrator)
    page = browser.get(reverse("wagtailsnippets_certificates_certificate:sitting", args=[sitting.pk])).content.decode()
    address = f"{LIST}add/?of={holder.pk}"
    assert address in page
    assert NAME in browser.get(address).content.decode()
    sent = {"email": holder.email, "name": NAME, "printed": PRINTED, "kind": "variant", "reasons": "异体字"}
    assert browser.post(f"{LIST}add/", sent).status_code == 302
    made = NameSubstitute.objects.get()
    assert (made.holder, made.printed, made.state, made.proposed_by) == (holder, PRINTED, "open", administrator)
    substituting.agree(substitute=made, by=holder)
    assert batching.obstacles(sitting) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "nobody@example.org"}, "没有使用这个邮箱的人"),
        ({"name": "林悦"}, "不需要代用字"),
        ({"printed": "王\U0002a6a5"}, "U+2A6A5"),
        ({"reasons": ""}, "说明"),
    ],
    ids=["nobody", "not-needed", "unprintable", "no-reasons"],
)
def test_a_proposal_that_cannot_be_is_refused_with_its_ground(holder, administrator, client_of, changes, said):
    sent = {"email": holder.email, "name": NAME, "printed": PRINTED, "kind": "variant", "reasons": "异体字", **changes}
    answer = client_of(administrator).post(f"{LIST}add/", sent)
    assert answer.status_code == 422
    assert not NameSubstitute.objects.exists()
    if said != "说明":
        assert said in answer.content.decode()


def test_a_second_proposal_for_the_same_name_is_refused(proposed, holder, administrator):
    with pytest.raises(substituting.NotPossible):
        substituting.propose(holder=holder, name=NAME, printed="Wang", kind="spelling", reasons="拼写", by=administrator)


@pytest.mark.parametrize("who", ["stranger", "employer", "examiner", "regulator"])
def test_nobody_else_comes_near_a_proposal(proposed, request, client_of, who):
    browser = client_of(request.getfixturevalue(who))
    assert browser.get(proposed.get_absolute_url()).status_code == 404
    assert browser.post(proposed.get_absolute_url(), {"agree": "1"}).status_code == 404
    for address in (LIST, f"{LIST}add/", f"{LIST}edit/{proposed.pk}/"):
        assert browser.get(address).status_code in (302, 403)
    assert browser.post(f"{LIST}edit/{proposed.pk}/", {"agree": "1"}).status_code in (302, 403)
    proposed.refresh_from_db()
    assert proposed.state == "open"


def test_the_holder_is_told_of_a_proposal_with_the_way_to_answer_and_no_substitute(
    holder, administrator, client_of, django_capture_on_commit_callbacks, mailoutbox
):
    with django_capture_on_commit_callbacks(execute=True):
        made = substituting.propose(holder=holder, name=NAME, printed=PRINTED, kind="variant", reasons="异体字", by=administrator)
    notice = Notice.objects.get(reader=holder)
    assert notice.address == made.get_absolute_url()
    assert (notice.code, notice.facts) == ("certificates.substitute", {})
    (letter,) = mailoutbox
    assert letter.to == [holder.email]
    assert made.get_absolute_url() in letter.body
    assert PRINTED not in letter.subject + letter.body
    inbox = client_of(holder).get(reverse("notices:inbox")).content.decode()
    assert "请查看证书上怎样印您的姓名" in inbox
    page = client_of(holder).get(made.get_absolute_url()).content.decode()
    for answer in ("agree", "refuse"):
        assert f'name="{answer}"' in page


def test_the_same_answer_given_twice_is_one_and_another_is_refused(proposed, holder, second, passed, client_of):
    passed(holder)
    for _press in range(2):
        answer = client_of(holder).post(proposed.get_absolute_url(), {"agree": "1"}, follow=True)
        assert "已登记，谢谢" in answer.content.decode()
    assert AuditEntry.objects.filter(deed="substitute.agreed").count() == 1
    with pytest.raises(substituting.NotPossible):
        substituting.refuse(substitute=proposed, by=holder)
    with pytest.raises(substituting.NotPossible):
        substituting.agree(substitute=proposed, by=second)


@pytest.mark.parametrize("has_substitute", [False, True], ids=["plain", "substituted"])
def test_verifying_costs_three_queries_and_the_kept_answer_none(
    has_substitute, proposed, holder, stranger, passed, client, django_assert_num_queries, django_assert_max_num_queries
):
    if has_substitute:
        substituting.agree(substitute=proposed, by=holder)
    made = issue(result=passed(holder if has_substitute else stranger))
    make_pdf(made)
    issue(result=passed(person("何美", "hemei")))
    publish()
    address = reverse("certificates:verification", args=[made.number])
    client.get(reverse("certificates:verify"))  # what the site's own frame asks once
    memory.forget_all()
    client.get(reverse("certificates:verify"), {"again": ""})
    with django_assert_max_num_queries(3):
        page = client.get(address).content.decode()
    assert ("印作" in page) == has_substitute
    with django_assert_num_queries(0):
        assert client.get(address).content.decode() == page
    with django_assert_max_num_queries(3):
        answer = asking.ask(made.number)
        assert answer.certificate.printed_name == (PRINTED if has_substitute else stranger.full_name)
        assert answer.proofs
