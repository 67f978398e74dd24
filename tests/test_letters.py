"""Every mail and every notice there is, sent as it is sent, and read in three languages: complete, in one language, with
the rule by which it came and what its reader can do. A kind added to the platform is read here without being named.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context as current
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import RequestFactory
from django.utils.translation import gettext, gettext_lazy, override
from wagtail.admin.mail import send_notification
from wagtail.models import Comment, CommentReply, Page

from accounts import phones
from accounts.models import User
from certificates import hearing, objecting, reminding
from certificates import posting as of_certificates
from certificates.issuing import issue
from certificates.loading import load
from certificates.models import Certificate, CertificateLetter, Proceeding, RenewalReminder
from core.dates import now
from core.letters import SentOnce
from core.report import Report
from events import posting as of_events
from events.models import GuestLetter
from exams import cases, seating
from exams import posting as of_exams
from exams.models import Arrangement, Case, Letter
from notices import posting as of_notices
from notices.kinds import Delivery, kinds
from notices.models import Notice
from organisations import inviting
from organisations.models import Invitation, Membership
from pages import posting as of_reports
from pages import reporting
from pages.models import ErrorReport, ReportLetter
from tests.certificates import applying, proceedings
from tests.certificates.conftest import make_result
from tests.exams.checking import check
from tests.exams.making import finished, sitting, version
from tests.letters import faults
from tests.organisations.making import firm

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
NAME, TITLE, FIRM = "林悦", "质量月讲座", "示例制造企业"
REASON = {"zh-hans": "材料不全。", "zh-hant": "材料不全。", "en": "It lacks a page."}
# What the rooms put into notices. Reasons are whole sentences, as people write them.
FACTS: dict[str, Any] = {
    **dict.fromkeys(("title", "about", "event", "course", "run", "task", "what", "object"), TITLE),
    **dict.fromkeys(("person", "teacher", "by"), NAME),
    **dict.fromkeys(("day_on", "begins_on", "due_on", "since_on", "closes_on", "until_on"), "2027-03-05"),
    **dict.fromkeys(("reason", "because", "comment", "text"), REASON),
    "organisation": FIRM,
    "post": {"zh-hans": "首席质量官", "zh-hant": "首席質量官", "en": "chief quality officer"},
    "where": {"zh-hans": "香洲", "zh-hant": "香洲", "en": "Xiangzhou"},
    "place": "3",
    "lesson": "3",
    "starts_at": "2027-03-05T09:00:00+08:00",
    "days": 14,
    "n": 3,
    "hours": "6",
    "number": "3",
    "state": {"zh-hans": "期限已过。", "zh-hant": "期限已過。", "en": "That day has passed."},
}
# The site is called in English letters what its operator calls it.
SITE = ("海准", "海準", "质量学习与考核平台", "質量學習與考核平台", "質量學習與考核平臺")
NAMES = (NAME, TITLE, FIRM, *SITE)
# What allauth can send and this site never does: it resets by a link, and confirms addresses by a code.
NEVER = {"account/email/base", "account/email/email_confirm", "account/email/password_reset_code"}
ACCOUNT = {
    "code": "246810",
    "email": "linyue@example.org",
    "from_email": "linyue@example.org",
    "to_email": "lin@example.org",
    "deleted_email": "lin@example.org",
    "password_reset_url": "https://example.org/account/password/reset/key/1/",
    "signup_url": "https://example.org/account/signup/",
    "timestamp": dt.datetime(2027, 3, 5, 1, tzinfo=dt.UTC),
    "ip": "192.0.2.1",
    "user_agent": "Mozilla",
}
IF_NOT_YOU = (
    "If it was not you, leave this mail alone: nothing happens.",
    "If it was not you, set a new password at once and write to whoever runs the site.",
    "Nobody from this site will ever ask you for it. If it was not you who asked, leave this mail alone.",
)
Made = Iterator[tuple[str, EmailMessage, str]]


@pytest.fixture
def reader(request: pytest.FixtureRequest, learner: User) -> User:
    """林悦, who reads the language of the test."""
    learner.preferred_language = request.getfixturevalue("language")
    learner.save()
    return learner


@pytest.fixture
def certificate(learner: User) -> Certificate:
    load(settings.CONTENT_DIR, Report())
    return issue(result=make_result(learner))


def sent(deed: Callable[[], object]) -> EmailMessage:
    mail.outbox.clear()
    deed()
    (message,) = mail.outbox
    return message


def read(made: Made, language: str, *names: str) -> list[str]:
    """What is wrong with these letters. Each has a subject, the rule by which it came, and an address where one acts on it."""
    found, number = [], 0
    for what, message, rule in made:
        number += 1
        body = str(message.body)
        wrong = [*faults(f"{message.subject}\n{body}", language, (*NAMES, *names))]
        wrong += [] if message.subject.strip() and "\n" not in message.subject else ["no subject"]
        wrong += [] if rule and rule in body else [f"its rule: {rule}"]
        wrong += [] if f"{settings.SITE_URL}/" in body else ["nowhere to act"]
        found += [f"{what}: {one}" for one in wrong]
    assert number
    return found


def told_in(words: object, language: str) -> str:
    with override(language):
        return str(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_reads_well(language: str, reader: User) -> None:
    def made() -> Made:
        for kind in kinds():
            if kind.delivery != Delivery.LETTER:
                address = "/learn/"
                notice = Notice.objects.create(
                    reader=reader, code=kind.code, facts=FACTS, address=address, delivery=Delivery.AT_ONCE
                )
                yield kind.code, sent(partial(of_notices.post, str(notice.pk))), told_in(kind.rule, language)

    assert not read(made(), language, "Xiangzhou")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_its_line_in_the_inbox_read_well(language: str) -> None:
    """What stands in the settings and in the inbox, also of what goes by a letter of its own."""
    found = []
    with override(language):
        for kind in kinds():
            line = Notice(code=kind.code, facts=FACTS)
            for words in (kind.room, kind.name, line.rule, line.subject):
                found += [f"{kind.code}: {one}" for one in faults(str(words), language, NAMES)]
                found += [] if str(words).strip() else [f"{kind.code}: without words"]
    assert not found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_one_mail_a_day_reads_well(language: str, reader: User) -> None:
    for kind in kinds():
        if kind.delivery == Delivery.DIGEST:
            Notice.objects.create(reader=reader, code=kind.code, facts=FACTS, delivery=Delivery.DIGEST)
    rule = told_in(next(kind.rule for kind in kinds() if kind.delivery == Delivery.DIGEST), language)
    assert not read(iter([("digest", sent(lambda: of_notices.post_digest(reader.pk)), rule)]), language)


# --- letters: each room writes its own


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_about_an_exam_reads_well(language: str, reader: User, examiner: User) -> None:
    reasons = REASON[language]
    room = sitting(version(["single"]), walk_in=False, capacity=2, opens_at=now() + dt.timedelta(days=2), venue="3")
    held = seating.register(candidate=reader, sitting=room, by=examiner)
    held.organisation = firm(FIRM)
    held.refused_because = reasons
    held.save()
    room.cancelled_because = reasons
    room.save()
    attempt = finished(reader, sitting(version(["single"])))
    case = cases.open_case(kind=Case.Kind.APPEAL, by=reader, text=reasons, attempt=attempt)
    about: dict[str, dict[str, Any]] = {news: {"attempt": attempt} for news in Letter.News.values}
    about |= {news: {"registration": held} for news in ("registered", "waiting", "moved_up", "refused", "cancelled", "changed")}
    about |= {"resit": {"attempt": finished(reader, check(examiner), right=False)}}
    about |= {"reminder": {"registration": held}, "arranged": {"registration": held}, "decided": {"case": case}}

    def made() -> Made:
        for news in Letter.News:
            yield from one(news)
        Arrangement.objects.create(registration=held, reason="1", state="granted", decided_at=now(), decided_by=examiner)
        yield from one(Letter.News.ARRANGED)

    def one(news: Letter.News) -> Made:
        occasion = f"{news}{Letter.objects.count()}"
        letter = Letter.objects.create(reader=reader, news=news, occasion=occasion, **about[news])
        yield news, sent(lambda: of_exams.post(str(letter.pk))), told_in(_rule(f"exams.{news}"), language)

    assert not read(made(), language, "小考", "Test", "横琴一厂", held.admission_no, told_in(case, language))


def _rule(code: str) -> object:
    return next(kind.rule for kind in kinds() if kind.code == code)


@pytest.fixture
def suspended(certificate: Certificate) -> Proceeding:
    """A measure that went its whole way: decided, prolonged, appealed against, upheld."""
    first, second, third = proceedings.officers()
    held = proceedings.decided(proceedings.announced(certificate, first, "suspended"), second)
    held = hearing.prolong(proceeding=held, by=second, reasons="尚未改正。", months=1)
    objecting.appeal(proceeding=held, by=certificate.holder, text="材料未被采纳。")
    objecting.decide_appeal(proceeding=held, by=third, outcome=Proceeding.Outcome.UPHELD, reasons="属实。")
    return held


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_about_a_certificate_reads_well(
    language: str, reader: User, certificate: Certificate, suspended: Proceeding
) -> None:
    News = CertificateLetter.News
    application = applying.begun(reader)
    of_applications = {News.APPLIED, News.RETURNED, News.GRANTED, News.REFUSED, News.REOPENED, News.CLEARING}
    of_proceedings = {News.NOTICED, News.SUSPENDED, News.DECIDED, News.PROLONGED, News.APPEAL_DECIDED, News.REINSTATED}

    def made() -> Made:
        for news in News:
            about: dict[str, Any] = {"application": application} if news in of_applications else {"certificate": certificate}
            about |= {"proceeding": suspended} if news in of_proceedings else {}
            letter = CertificateLetter.objects.create(reader=reader, news=news, occasion="2027-03-05", **about)
            yield (
                news,
                sent(partial(of_certificates.post, str(letter.pk))),
                told_in(_rule(f"certificates.{news}"), language),
            )

    assert not read(made(), language, certificate.number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reminder_of_a_certificates_end_reads_well(language: str, reader: User, certificate: Certificate) -> None:
    reminder = RenewalReminder.objects.create(certificate=certificate, days=90)
    message = sent(lambda: reminding.post(str(reminder.pk)))
    rule = told_in(_rule("certificates.ending"), language)
    assert not read(iter([("ending", message, rule)]), language, certificate.number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_to_a_guest_reads_well(language: str) -> None:
    def made() -> Made:
        for kind in (*kinds(), of_events.CONFIRM):
            if kind.code.startswith("events."):
                letter = GuestLetter.objects.create(
                    email="guest@example.org", name=NAME, language=language, code=kind.code, facts=FACTS, address="/events/1/"
                )
                message = sent(partial(of_events.post, str(letter.pk)))
                # Who confirms an address is nobody here yet: its first sentence says why it came.
                yield kind.code, message, told_in(kind.rule, language) or str(message.body).split("\n")[2]

    assert not read(made(), language, "Xiangzhou")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_reads_well(language: str, employer: User) -> None:
    body = firm(FIRM, manager=employer)
    called = Membership.objects.create(organisation=body, name=NAME, email="lin@example.org")
    letter = Invitation.objects.create(
        organisation=body, membership=called, email=called.email, invited_by=employer, language=language
    )
    message = sent(lambda: inviting.send_all([str(letter.pk)]))
    rule = told_in_invitation(language)
    assert not read(iter([("invitation", message, rule)]), language, employer.full_name)


def told_in_invitation(language: str) -> str:
    with override(language):
        return gettext(
            "Until you accept, the organisation sees nothing of your learning. If this was not meant for you, do nothing."
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_to_a_reported_error_reads_well(language: str, administrator: User) -> None:
    report = ErrorReport.objects.create(kind="link", page="/events/", text=TITLE, contact="reader@example.org", language=language)
    report = reporting.settle(report, by=administrator, state="answered", answer=REASON[language])
    message = sent(lambda: of_reports.post(str(ReportLetter.objects.get(report=report).pk)))
    assert not read(iter([("report", message, told_in(of_reports.RULE, language))]), language, report.code)


def test_every_table_of_letters_is_read_here() -> None:
    """A room that begins to write letters of its own is to be added above."""
    tables = {model for model in apps.get_models() if issubclass(model, SentOnce)}
    assert tables == {Letter, CertificateLetter, RenewalReminder, GuestLetter, Invitation, ReportLetter}


# --- mails of signing in


def mails_of_accounts() -> list[str]:
    """Each mail that allauth or we have words for: "account/email/login_code"."""
    folders = [Path(allauth.__file__).parent / "templates", settings.BASE_DIR / "templates"]
    found = {
        str(path.relative_to(folder)).removesuffix("_message.txt")
        for folder in folders
        for path in folder.glob("*/email/*_message.txt")
    }
    return sorted(found - NEVER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_of_signing_in_reads_well(language: str, reader: User, rf: RequestFactory) -> None:
    wrong = []
    for prefix in mails_of_accounts():
        # In our words: those that come with the library speak of what this site does not do.
        for part in ("subject", "message"):
            ours = settings.BASE_DIR / "templates" / f"{prefix}_{part}.txt"
            wrong += [] if ours.exists() else [f"{prefix}: not ours"]
        with current.request_context(rf.get("/")), override("zh-hans"):
            message = sent(partial(get_adapter().send_mail, prefix, reader.email, {**ACCOUNT, "user": reader}))
        body = str(message.body)
        wrong += [f"{prefix}: {one}" for one in faults(f"{message.subject}\n{body}", language, (*NAMES, "Mozilla"))]
        with override(language):
            wrong += [] if any(gettext(words) in body for words in IF_NOT_YOU) else [f"{prefix}: what if it was not I"]
    assert not wrong


# --- mails that Wagtail writes by itself


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_about_comments_reads_well(language: str, reader: User, employer: User) -> None:
    page = Page.objects.get(depth=2)
    page.draft_title = TITLE
    comments = [Comment(page=page, user=employer, text=REASON[language])]
    threads = [{"comment": comments[0], "replies": [CommentReply(comment=comments[0], user=employer, text=REASON[language])]}]
    changes = dict.fromkeys(("new_comments", "resolved_comments", "deleted_comments"), comments)
    about = {"page": page, "editor": employer, "replied_comments": threads, **changes}
    with override("zh-hans"):  # of whoever wrote the comment
        message = sent(lambda: send_notification([reader], "updated_comments", about))
    rule = told_in(gettext_lazy("Goes to whoever takes part in the comments on a page, or asked to be told of them."), language)
    assert not read(iter([("comments", message, rule)]), language, employer.full_name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_by_text_message_reads_well(language: str) -> None:
    with override(language):
        text = phones.message("海准", "246810")
    assert not list(faults(text.replace("【海准】", ""), language))
    assert "246810" in text


# --- the reading itself can fail


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("您的 result 已公布。", "zh-hans", id="English in Chinese"),
        pytest.param("您的证书,已到期。", "zh-hans", id="a half-width sign"),
        pytest.param("还差 24学时。", "zh-hans", id="a blank before a figure"),
        pytest.param("自2027-03-05起。", "zh-hans", id="a day for machines"),
        pytest.param("理由：材料不全。。", "zh-hans", id="two stops"),
        pytest.param("您的%(course)s。", "zh-hans", id="a place not filled in"),
        pytest.param("您的证书。", "zh-hant", id="Simplified in Traditional"),
        pytest.param("Your 证书 ends.", "en", id="Chinese in English"),
        pytest.param("Reason: it lacks a page.. Try again.", "en", id="two stops in English"),
    ],
)
def test_a_letter_that_reads_ill_is_found(text: str, language: str) -> None:
    assert list(faults(text, language))
    assert not list(faults({"en": "Your result is there."}.get(language, "您好。"), language))
