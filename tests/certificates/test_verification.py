"""Anyone verifies a certificate: each state in words, nothing about the person beyond need, nothing to enumerate."""

import datetime as dt
import random
import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from certificates import numbers
from certificates.decisions import decide
from certificates.issuing import issue
from certificates.models import CertificateEvent
from certificates.status import State
from core.look_ups import PER_MINUTE
from tests.reading import english, refused

pytestmark = pytest.mark.django_db
KNOWN = (r"[A-Z]{3}-\d\d(-\w{2,4}){3}", r"[0-9a-f]{64}", r"127\.0\.0\.1\S*", "EN", "ICP", "SHA-256", r"QSO-26-\S+")
UNKNOWN = numbers.draw("QSO", 2026, choose=random.Random(3).choice)


def address(number):
    return reverse("certificates:verification", args=[number])


@pytest.fixture
def shown(client):
    """`shown(number)`: the public page, checked for what holds on every answer."""

    def page(number, status=200):
        answer = client.get(address(number))
        text = answer.content.decode()
        assert answer.status_code == status
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
        assert '<meta name="robots" content="noindex">' in text
        assert refused(text) == []
        assert english(text, *KNOWN, re.escape(number)) == []
        return text

    return page


def test_a_valid_certificate_shows_what_is_printed_and_the_name_masked(printed, shown):
    page = shown(printed.number)
    for said in (
        "证书有效",
        "林*",
        "质量安全员培训考核合格证书",
        printed.number,
        f"{printed.valid_from:%Y}年",
        "海准示例发证机构",
        "参加质量安全员考核，考试成绩合格，特发此证。",
        printed.pdf.sha256 if printed.pdf else printed.artefacts.get().sha256,
        "请核对证书原件与持证人身份证件",
        "127.0.0.1",
    ):
        assert said in page
    for hidden in ("林悦", "91", printed.holder.email, str(printed.pk), str(printed.result_id)):
        assert hidden not in page.replace(printed.artefacts.get().sha256, "").replace(printed.number, "")


@pytest.mark.parametrize(
    ("days", "title", "sentence"),
    [
        (0, "证书有效", "登记一致"),
        (1, "证书已过期", "尚未续期"),
        (180, "证书已过期", "尚未续期"),
        (181, "证书已过期", "续期期限也已过"),
    ],
)
def test_the_calendar_is_told_on_the_day(certificate, shown, time_machine, days, title, sentence):
    day = certificate.valid_until + dt.timedelta(days=days)
    for moment in ("00:00:01", "23:59:58"):
        time_machine.move_to(f"{day} {moment}+08:00")
        page = shown(certificate.number)
        assert title in page
        assert sentence in page


@pytest.mark.parametrize(
    ("to", "title", "label"),
    [
        (State.SUSPENDED, "证书已暂停", "暂停日期"),
        (State.WITHDRAWN, "证书已撤销", "撤销日期"),
        (State.CANCELLED, "证书已注销", "注销日期"),
    ],
)
def test_what_was_decided_is_told_without_the_person(certificate, administrator, shown, to, title, label):
    decide(certificate, to, by=administrator, reason=CertificateEvent.Reason.RESULT, public_note="另行公告")
    page = shown(certificate.number)
    for said in (title, label, "成绩复核", "另行公告", "不显示持证人信息"):
        assert said in page
    for hidden in ("林*", "林悦", "郑管理"):
        assert hidden not in page


def test_a_reinstated_certificate_is_valid_again(certificate, administrator, shown):
    decide(certificate, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    decide(certificate, State.VALID, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    assert "证书有效" in shown(certificate.number)


def test_a_replaced_certificate_leads_to_the_new_one(certificate, learner, passed, shown, time_machine):
    time_machine.move_to(f"{certificate.valid_until.year + 1}-01-15 10:00:00+08:00")
    renewed = issue(result=passed(learner))
    page = shown(certificate.number)
    assert "证书已换发" in page
    assert address(renewed.number) in page
    assert "林*" not in page


def test_a_mistyped_number_is_told_from_an_unknown_one(certificate, shown):
    number = certificate.number
    typed = number[:-1] + ("2" if number[-1] != "2" else "3")
    page = shown(typed, 404)
    assert "编号输错了" in page
    assert "多半是抄错了一位" in page
    page = shown(UNKNOWN, 404)
    assert "没有查到这张证书" in page
    assert "查不到不等于证书是假的" in page


@pytest.mark.parametrize("change", [str.lower, lambda number: number.replace("-", ""), lambda number: number.replace("-", " ")])
def test_however_the_number_is_written_it_leads_to_its_one_address(certificate, client, change):
    answer = client.get(address(change(certificate.number)))
    assert answer.status_code == 302
    assert answer["Location"] == address(certificate.number)
    typed = client.get(reverse("certificates:verify"), {"number": change(certificate.number)})
    assert typed["Location"] == address(certificate.number)


def test_a_number_in_full_width_pasted_with_blanks_is_understood(certificate, client):
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in certificate.number)
    assert client.get(reverse("certificates:verify"), {"number": f"　{wide} "})["Location"] == address(certificate.number)


@pytest.mark.parametrize(
    "typed", ["证书", "HZ-1", "<script>alert(1)</script>", "' OR 1=1 --", "../..", "%00", "A" * 60, "１" * 30]
)
def test_whatever_else_is_typed_gets_a_clear_answer(client, typed, db):
    answer = client.get(reverse("certificates:verify"), {"number": typed})
    assert answer.status_code == 404
    assert "编号输错了" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_a_nul_or_an_endless_number_is_refused_in_words(client, db):
    for typed in ("\0", "A" * 5000):
        answer = client.get(reverse("certificates:verify"), {"number": typed})
        assert answer.status_code == 200
        assert answer.context["form"].errors["number"]


def test_an_empty_field_says_what_to_type(client, db):
    answer = client.get(reverse("certificates:verify"), {"number": " "})
    assert "请输入证书上印的编号" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_the_form_itself_is_a_public_page_without_a_cookie(client, db):
    answer = client.get(reverse("certificates:verify"))
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies
    assert english(answer.content.decode(), *KNOWN) == []


def test_a_signed_in_reader_gets_a_page_of_their_own(client_of, learner):
    assert "private" in client_of(learner).get(reverse("certificates:verify"))["Cache-Control"]


def test_the_sixty_first_question_of_a_minute_is_put_off_in_words(certificate, client, time_machine):
    time_machine.move_to("2026-11-24 10:00:20+08:00", tick=False)
    cache.clear()
    statuses = [client.get(address(UNKNOWN)).status_code for _ in range(PER_MINUTE)]
    assert set(statuses) == {404}
    late = client.get(address(certificate.number))
    assert late.status_code == 429
    assert late["Retry-After"] == "40"
    assert "等一分钟" in late.content.decode() or "稍等" in late.content.decode() or "一分钟" in late.content.decode()
    assert client.get(address(certificate.number), REMOTE_ADDR="192.0.2.7").status_code == 200
    time_machine.move_to("2026-11-24 10:01:01+08:00")
    assert client.get(address(certificate.number)).status_code == 200


def test_a_mistyped_number_is_never_looked_up(certificate, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as asked:
        client.get(address(certificate.number[:-1] + ("2" if certificate.number[-1] != "2" else "3")))
    assert not [query for query in asked.captured_queries if "certificates_certificate" in query["sql"]]


def test_the_page_is_there_in_every_language(certificate, client):
    here = address(certificate.number)
    assert "The certificate is valid" in client.get(f"/en{here}").content.decode()
    assert '<html lang="zh-Hant">' in client.get(f"/zh-hant{here}").content.decode()
