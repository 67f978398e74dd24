"""A veto needs an authorisation that holds and covers it; it is decided by somebody else, with reason and evidence."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.models import User
from appointments import appointing, attaching, authorising, noting, reporting, vetoing
from appointments.appointing import Refused
from appointments.models import Attachment, Authorisation, DutyEntry, PreventiveMeasure, Veto, VetoRuling
from appointments.vetoing import Finding
from certificates import evidence as proofs
from certificates.evidence import Evidence
from core.dates import now, today
from core.models import AuditEntry
from tests.appointments.making import SCOPE, authorised, house, in_post, second_manager

DAY = dt.timedelta(days=1)
FOUND = Finding(SCOPE[0], "示例水龙头", "L-2026-09", "抽样20件，3件漏水。", "GB 18145—2014 7.4", "unsafe")
pytestmark = pytest.mark.django_db


def photo(*, with_place: bool = False) -> bytes:
    out = io.BytesIO()
    notes = Image.Exif()
    notes[0x0112] = 6
    if with_place:
        notes[0x8825] = {1: "N", 2: (22.0, 16.0, 0.0)}
    Image.new("RGB", (32, 24), "#0b4f6c").save(out, "JPEG", exif=notes)
    return out.getvalue()


def proof() -> Evidence:
    content = photo()
    return proofs.read(io.BytesIO(content), name="复检.jpg", size=len(content))


def raised(by: User, head: User, found: Finding = FOUND) -> Veto:
    post = in_post(house(head, by), by, head)
    return vetoing.raise_veto(authorisation=authorised(post, head), finding=found, evidence=[], by=by)


def test_without_an_authorisation_that_covers_it_nothing_is_vetoed(employer: User, learner: User, stranger: User) -> None:
    post = in_post(house(employer, learner), learner, employer)
    power = authorised(post, employer, until=today() + 5 * DAY)

    def attempt(found: Finding = FOUND, by: User = learner) -> Veto:
        return vetoing.raise_veto(authorisation=power, finding=found, evidence=[], by=by)

    with pytest.raises(Refused, match="不包括"):
        attempt(Finding("广告用语", *list(vars(FOUND).values())[1:]))
    with pytest.raises(Refused, match="在任"):
        attempt(by=employer)
    with time_machine.travel(now() + 6 * DAY, tick=False), pytest.raises(Refused, match="到期"):
        attempt()
    authorising.revoke(authorisation=power, by=employer, reason="改由班长会签")
    with pytest.raises(Refused, match="撤回"):
        attempt()
    assert not Veto.objects.exists()


def test_after_the_end_of_the_post_the_power_is_gone(employer: User, learner: User) -> None:
    post = in_post(house(employer, learner), learner, employer)
    power = authorised(post, employer)
    appointing.end(appointment=post, by=employer, last_day=today(), reason="调岗")
    with time_machine.travel(now() + DAY, tick=False), pytest.raises(Refused):
        vetoing.raise_veto(authorisation=power, finding=FOUND, evidence=[], by=learner)


def test_only_a_chief_quality_officer_is_authorised(employer: User, learner: User) -> None:
    post = in_post(house(employer, learner), learner, employer, "qsd")
    with pytest.raises(Refused, match="首席质量官"):
        authorised(post, employer)


def test_somebody_else_decides_and_lifting_needs_evidence(employer: User, learner: User, stranger: User) -> None:
    there = raised(learner, employer)
    with pytest.raises(Refused, match="另一位"):
        vetoing.rule(veto=there, outcome="lifted", reason="好了", evidence=[proof()], by=learner)
    with pytest.raises(Refused, match="证据"):
        vetoing.rule(veto=there, outcome="lifted", reason="好了", evidence=[], by=employer)
    vetoing.rule(veto=there, outcome="lifted", reason="返工后复检20件合格。", evidence=[proof()], by=employer)
    with pytest.raises(Refused, match="已经裁定"):
        vetoing.rule(veto=there, outcome="upheld", reason="再想想", evidence=[], by=employer)
    assert Attachment.objects.get().ruling is not None
    deeds = AuditEntry.objects.filter(subject__startswith="appointments.veto:").values_list("deed", flat=True)
    assert set(deeds) == {"veto.raised", "veto.ruled"}


def test_the_database_refuses_a_ruling_by_the_raiser_and_any_rewriting(employer: User, learner: User) -> None:
    there = raised(learner, employer)
    with transaction.atomic(), pytest.raises(IntegrityError):
        VetoRuling.objects.create(veto=there, outcome="lifted", reason="x", raised_by=learner, ruled_by=learner)
    for rows in (Veto.objects.all(), DutyEntry.objects.all()):
        with transaction.atomic(), pytest.raises(Exception, match="append-only"):
            rows.delete()


def test_the_log_is_corrected_by_a_new_entry_and_the_report_counts_what_stands(employer: User, learner: User) -> None:
    post = in_post(house(employer, learner), learner, employer)

    def write(text: str, corrects: DutyEntry | None = None) -> DutyEntry:
        return noting.note(
            appointment=post, kind="audit", done_on=today(), text=text, outcome="", evidence=[], by=learner, corrects=corrects
        )

    first = write("内审12条，不符合3条")
    second = write("内审12条，不符合2条", corrects=first)
    with pytest.raises(Refused, match="较新"):
        write("内审", corrects=first)
    write("供方审核")
    told = reporting.report(post, today().year)
    assert told.total == DutyEntry.objects.standing().count() == 2
    assert {line.kind: line.count for line in told.lines}["audit"] == 2
    assert second in told.entries
    assert first not in told.entries
    with pytest.raises(Refused):
        noting.note(appointment=post, kind="audit", done_on=today(), text="x", outcome="", evidence=[], by=employer)


def test_a_measure_is_not_closed_without_the_check_of_its_effect(employer: User, learner: User) -> None:
    post = in_post(house(employer, learner), learner, employer)
    measure = noting.open_measure(
        appointment=post, risk="漏水", cause="密封圈老化", kind="proof", text="换型", owner="王工", due=today() - DAY, by=learner
    )
    assert measure.is_overdue
    with transaction.atomic(), pytest.raises(IntegrityError):
        PreventiveMeasure.objects.filter(pk=measure.pk).update(closed_at=now())
    noting.close_measure(measure=measure, checked_on=today(), effect="抽样50件，无漏水。", by=learner)
    assert reporting.report(post, today().year).total == 1


def test_a_photo_does_not_tell_where_it_was_taken_but_how_it_was_held() -> None:
    content = photo(with_place=True)
    given = proofs.read(io.BytesIO(content), name="现场.jpg", size=len(content))
    with Image.open(io.BytesIO(given.content)) as before:
        assert 0x8825 in before.getexif()
    with Image.open(io.BytesIO(attaching.without_place(given).content)) as after:
        assert 0x8825 not in after.getexif()
        assert after.getexif()[0x0112] == 6


def noted(kind: str) -> bytes:
    """A photo that tells its place in another way than most do."""
    out, notes = io.BytesIO(), Image.Exif()
    notes[0x0112] = 6
    picture = Image.new("RGB", (32, 24), "#0b4f6c")
    if kind == "PNG":
        notes[0x8825] = {1: "N", 2: (22.0, 16.0, 0.0)}
        picture.save(out, "PNG", exif=notes)
    else:
        picture.save(out, "JPEG", exif=notes, xmp=b'<x:xmpmeta><rdf:Description exif:GPSLatitude="22,16N"/></x:xmpmeta>')
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"], ids=["png", "second-notes"])
def test_the_place_is_taken_out_of_every_kind_of_notes_and_no_dot_of_the_picture_changes(kind: str) -> None:
    content = noted(kind)
    given = proofs.read(io.BytesIO(content), name="现场", size=len(content))
    assert b"GPS" in content or kind == "PNG"
    without = attaching.without_place(given).content
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(without)) as after:
        assert before.tobytes() == after.tobytes()
        assert 0x8825 not in after.getexif()
        assert after.getexif()[0x0112] == 6
    assert b"GPS" not in without


def test_the_whole_way_in_pages(client: Client, employer: User, learner: User, stranger: User, colleague: User) -> None:
    firm = house(employer, learner)
    second_manager(firm, colleague)
    client.force_login(employer)
    address = reverse("appointments:proposal", args=[firm.slug])
    page = client.get(address + "?post=cqo")
    assert "负责企业质量文化建设" in page.content.decode()
    assert client.post(address, {"post": "cqo"}).status_code == 422
    given = {"post": "cqo", "person": learner.pk, "duties": "质量文化", "since": today().isoformat()}
    desk = client.post(address, given).headers["Location"]
    assert client.post(desk + "acceptance/").status_code == 409

    client.force_login(stranger)
    for path in (desk, desk + "log/", desk + f"years/{today().year}/", address):
        assert client.get(path).status_code == 404, path
    for path in ("acceptance/", "refusal/", "end/", "authorisations/new/"):
        assert client.post(desk + path).status_code == 404, path

    client.force_login(learner)
    assert "接受聘任" in client.get(desk).content.decode()
    assert "提名您任首席质量官" in client.get(reverse("courses:dashboard")).content.decode()
    assert client.post(desk + "acceptance/").status_code == 302
    assert client.get(desk + "authorisations/new/").status_code == 404

    client.force_login(employer)
    power = {"scope": "成品出厂放行\n\n 成品出厂放行\n供应商来料", "procedure": "当场停止", "since": today().isoformat()}
    assert client.post(desk + "authorisations/new/", power).status_code == 302

    client.force_login(learner)
    shown = client.get(desk).content.decode()
    assert "成品出厂放行；供应商来料" in shown
    way = reverse("appointments:vetoes", args=[_power(desk)])
    upload = SimpleUploadedFile("现场.jpg", photo(with_place=True), "image/jpeg")
    found = {"scope_line": "供应商来料", "stopped": "示例阀体", "facts": "裂纹", "standard": "合同3.2", "risk": "unsafe"}
    veto = client.post(way, {**found, "evidence": upload}).headers["Location"]
    file = Attachment.objects.get()
    assert client.get(file.get_absolute_url()).status_code == 200
    assert client.post(veto + "ruling/", {"outcome": "upheld", "reason": "是"}).status_code == 404

    client.force_login(stranger)
    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(veto).status_code == 404

    client.force_login(colleague)
    assert client.post(veto + "ruling/", {"outcome": "lifted", "reason": "已换货"}).status_code == 422
    assert client.post(veto + "ruling/", {"outcome": "upheld", "reason": "裂纹属实"}).status_code == 302
    assert "裂纹属实" in client.get(veto).content.decode()

    client.force_login(learner)
    entry = {"kind": "training", "done_on": today().isoformat(), "text": "班组培训40人"}
    assert client.post(desk + "log/", {**entry, "done_on": (today() + DAY).isoformat()}).status_code == 422
    assert client.post(desk + "log/", entry).status_code == 302
    report = client.get(desk + f"years/{today().year}/")
    assert "班组培训40人" in report.content.decode()
    assert client.get(desk + f"years/{today().year}/report.pdf").content.startswith(b"%PDF-")


def _power(desk: str) -> object:
    return Authorisation.objects.get(appointment__pk=desk.strip("/").rpartition("/")[2]).pk


def test_a_letter_is_checked_by_anybody_and_tells_when_it_holds_no_more(client: Client, employer: User, learner: User) -> None:
    post = in_post(house(employer, learner), learner, employer)
    paper = post.papers.get()
    page = client.get(paper.get_absolute_url())
    assert "今天有效" in page.content.decode()
    assert learner.email not in page.content.decode()
    assert client.get(reverse("appointments:letter_file", args=[paper.code])).status_code == 302
    appointing.end(appointment=post, by=employer, last_day=today(), reason="调岗")
    with time_machine.travel(now() + DAY, tick=False):
        assert "今天已不生效" in client.get(paper.get_absolute_url()).content.decode()
    assert client.get(reverse("appointments:letter", args=["AAAA-BBBB-CCCC"])).status_code == 404


def test_the_log_asks_as_often_for_two_entries_as_for_twenty(client: Client, employer: User, learner: User) -> None:
    post = in_post(house(employer, learner), learner, employer)
    client.force_login(learner)

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def write(number: int) -> None:
        for n in range(number):
            noting.note(
                appointment=post, kind="audit", done_on=today(), text=f"第{n}次", outcome="", evidence=[proof()], by=learner
            )

    paths = [post.get_absolute_url(), reverse("appointments:log", args=[post.pk]), reverse("appointments:index")]
    write(2)
    few = [asked(path) for path in paths]
    write(16)
    assert [asked(path) for path in paths] == few
