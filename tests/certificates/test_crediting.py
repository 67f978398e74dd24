"""Outside activities: claimed with a file, decided once by another person, credited once, never rewritten."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from PIL import Image

from certificates import crediting
from certificates.evidence import MOST_BYTES, BadEvidence, handed_out, read
from certificates.models import ActivityClaim, EducationCredit, RenewalReminder, SectorDeclaration
from core.dates import today
from core.models import AuditEntry
from tests.certificates.learning import claimed, credited, pdf
from tests.schools.handing import office

pytestmark = pytest.mark.django_db


def taken(content, name="a.pdf"):
    return read(BytesIO(content), name=name, size=len(content))


def picture(kind="PNG", size=(40, 30)):
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def locked_pdf():
    import pikepdf

    with pikepdf.open(BytesIO(pdf())) as document:
        out = BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


# --- evidence ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "mime"),
    [(pdf(), "application/pdf"), (picture(), "image/png"), (picture("JPEG"), "image/jpeg")],
    ids=["pdf", "png", "jpeg"],
)
def test_what_a_file_is_is_read_from_its_bytes(content, mime):
    assert taken(content, "harmless.exe").mime == mime


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<script>alert(1)</script>", "不是PDF、PNG或JPEG"),
        (b"", "空"),
        (picture("GIF"), "不是PDF、PNG或JPEG"),
        (picture()[:60], "不是PDF、PNG或JPEG"),
        (b"%PDF-1.7 and nothing more", "已损坏"),
        (locked_pdf(), "设有密码"),
        (picture(size=(12_001, 1)), "12,000像素"),
        (office(), "不是PDF、PNG或JPEG"),
    ],
    ids=["html", "empty", "gif", "half a png", "broken pdf", "locked pdf", "huge picture", "a Word file, which is no archive"],
)
def test_any_other_file_is_refused_with_the_remedy(content, said):
    with pytest.raises(BadEvidence, match=said):
        taken(content, "certificate.pdf")


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    class Unread(BytesIO):
        def read(self, size=-1):
            raise AssertionError("was read")

    with pytest.raises(BadEvidence, match=r"文件为50\.0MB，最大8MB"):
        read(Unread(), name="a.pdf", size=50 * 1024 * 1024)
    assert MOST_BYTES == 8 * 1024 * 1024


def test_the_name_of_a_file_is_never_a_path():
    assert taken(pdf(), "C:\\secret\\证明.pdf").name == "证明.pdf"
    assert taken(pdf(), "../../etc/证明.pdf").name == "证明.pdf"


def test_the_file_is_handed_out_for_download_only_and_as_it_came(learner):
    claim = claimed(learner)
    answer = handed_out(key=claim.evidence_key, name=claim.evidence_name, mime=claim.evidence_mime, sha256=claim.evidence_sha256)
    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


# --- claims ------------------------------------------------------------------------------------------------


def test_a_verified_claim_is_credited_with_what_was_granted(learner, administrator):
    claim = claimed(learner)
    assert not EducationCredit.objects.exists(), "what nobody has looked at counts nothing"
    credit = crediting.verify(claim, by=administrator, granted=Decimal(6))
    assert list(EducationCredit.objects.filter(holder=learner)) == [credit]
    assert (credit.hours, credit.source_ref, credit.verified_by) == (Decimal(6), f"claim:{claim.pk}", administrator)
    claim.refresh_from_db()
    assert (claim.verdict, claim.decided_by, claim.hours_granted) == ("verified", administrator, Decimal(6))
    assert set(AuditEntry.objects.values_list("deed", flat=True)) >= {"activity.claimed", "activity.verified"}


def test_nobody_decides_about_an_activity_of_ones_own(administrator):
    claim = claimed(administrator)
    with pytest.raises(crediting.NotByOneself):
        crediting.verify(claim, by=administrator, granted=Decimal(6))
    with pytest.raises(crediting.NotByOneself):
        crediting.refuse(claim, by=administrator, reason="不是")
    assert not EducationCredit.objects.exists()


@pytest.mark.parametrize("granted", ["0", "-1", "8.5"])
def test_no_more_is_granted_than_was_claimed_and_more_than_nothing(granted, learner, administrator):
    with pytest.raises(crediting.TooMany):
        crediting.verify(claimed(learner), by=administrator, granted=Decimal(granted))


def test_a_refusal_says_why_and_the_file_may_be_used_again(learner, administrator):
    claim = claimed(learner)
    with pytest.raises(crediting.NoReason):
        crediting.refuse(claim, by=administrator, reason="  ")
    crediting.refuse(claim, by=administrator, reason="证明上没有姓名")
    assert claimed(learner).is_pending
    assert not EducationCredit.objects.exists()


def test_one_file_proves_one_activity(learner, stranger):
    claimed(learner)
    with pytest.raises(crediting.UsedBefore):
        claimed(learner, title="另一个活动")
    assert claimed(stranger).is_pending  # a colleague of the same class has the same paper
    assert ActivityClaim.objects.filter(holder=learner).count() == 1


def test_what_was_decided_is_not_decided_again(learner, administrator):
    claim = claimed(learner)
    crediting.refuse(claim, by=administrator, reason="证明上没有姓名")
    with pytest.raises(crediting.NotPending):
        crediting.verify(claim, by=administrator, granted=Decimal(6))
    with pytest.raises(crediting.NotPending):
        crediting.take_back(claim, by=learner)


def test_a_claim_may_be_taken_back_by_its_owner_alone(learner, stranger):
    claim = claimed(learner)
    with pytest.raises(crediting.NotByOneself):
        crediting.take_back(claim, by=stranger)
    crediting.take_back(claim, by=learner)
    assert claim.verdict == "withdrawn"


def test_hours_are_taken_back_whole_once_and_with_a_reason(learner, administrator):
    credit = credited(learner, 8, today())
    with pytest.raises(crediting.NoReason):
        crediting.reverse(credit, by=administrator, reason="")
    first = crediting.reverse(credit, by=administrator, reason="主办单位否认")
    assert crediting.reverse(credit, by=administrator, reason="再一次") == first
    assert (first.hours, first.reverses, first.note) == (Decimal(-8), credit, "主办单位否认")


def test_a_sector_is_declared_once_until_it_changes(learner):
    first = crediting.declare(holder=learner, profile="food", by=learner)
    assert crediting.declare(holder=learner, profile="food", by=learner) == first
    crediting.declare(holder=learner, profile="", by=learner)
    assert [one.profile for one in SectorDeclaration.objects.all()] == ["food", ""]


# --- what the database itself refuses ----------------------------------------------------------------------


def test_one_source_is_credited_once(learner):
    credited(learner, 4, today(), source_ref="event:7")
    with pytest.raises(IntegrityError, match=r"credit_source_uniq|UNIQUE"), transaction.atomic():
        credited(learner, 4, today(), source_ref="event:7")


@pytest.mark.parametrize("facts", [{"hours": -4}, {"hours": 0}])
def test_only_what_takes_another_back_is_negative(facts, learner):
    with pytest.raises(IntegrityError, match="credit_negative_is_reversal"), transaction.atomic():
        credited(learner, facts["hours"], today())


def test_the_table_refuses_a_credit_verified_by_its_holder(learner):
    with pytest.raises(IntegrityError, match="credit_verifier_not_holder"), transaction.atomic():
        credited(learner, 4, today(), verified_by=learner)


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (EducationCredit, "hours", "99"),
        (SectorDeclaration, "profile", "'x'"),
        (ActivityClaim, "hours", "99"),
        (ActivityClaim, "reason", "'x'"),
        (RenewalReminder, "days", "1"),
    ],
)
def test_raw_sql_rewrites_nothing(model, column, value, certificate, learner, administrator):
    crediting.refuse(claimed(learner), by=administrator, reason="证明上没有姓名")
    credited(learner, 4, today())
    crediting.declare(holder=learner, profile="food", by=learner)
    RenewalReminder.objects.create(certificate=certificate, days=30)
    table = model._meta.db_table
    for sql in (f'UPDATE "{table}" SET "{column}" = {value}', f'DELETE FROM "{table}"'):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_day_of_an_activity_is_kept_as_it_was(learner):
    claim = claimed(learner, done_on=today() - dt.timedelta(days=3))
    assert ActivityClaim.objects.get(pk=claim.pk).done_on == today() - dt.timedelta(days=3)
