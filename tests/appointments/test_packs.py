"""An inspection pack tells what the pages tell, to whom the firm wants it told, in the same bytes for the same state."""

import datetime as dt
import hashlib
import io
import zipfile
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from appointments import noting, reporting, vetoing
from appointments.models import Appointment, InspectionPack, PackKeeper, PackLink
from appointments.packs import lending, making
from appointments.packs.making import BOOK, NOTE, SUMMARY, SUMS, Refused
from appointments.packs.models import KEPT_DAYS
from appointments.vetoing import Finding
from core.dates import today
from core.keeping import kept_file
from core.models import AuditEntry
from courses.training.hours_report import report
from courses.training.matrix import Asked, members
from organisations.models import Membership, Organisation
from tests.appointments.making import SCOPE, authorised, house, in_post, second_manager
from tests.cast import person
from tests.courses.learning import complete_all, enrol
from tests.courses.small import make_course
from tests.courses.training import assign

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db
# Noon in the middle of a year: no day and no year turns while a test runs.
NOON = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def year_of(firm: Organisation, by: User) -> InspectionPack:
    made = making.ask(organisation=firm, since=dt.date(2026, 1, 1), until=today(), by=by)
    making.make(str(made.pk))
    made.refresh_from_db()
    return made


def opened(pack: InspectionPack) -> zipfile.ZipFile:
    with kept_file(pack.key, pack.sha256) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def rows(pack: InspectionPack, sheet: str) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(opened(pack).read(BOOK)))
    return list(book[sheet].iter_rows(min_row=2, values_only=True))


def told(pack: InspectionPack, name: str) -> int:
    return dict(pack.figures).get(name, 0)


@pytest.fixture
def post(employer: User, learner: User) -> Appointment:
    """Somebody in post since January, with a log, a measure and two vetoes."""
    firm = house(employer, learner, credit_code="91440400MA4UQ5X29M")
    second_manager(firm, person("副经理", "second"))
    with time_machine.travel(NOON - 150 * DAY, tick=False):
        made = in_post(firm, learner, employer)
        power = authorised(made, employer)
    for kind, text in (("culture", "班前会"), ("culture", '=HYPERLINK("http://x")'), ("audit", "过程审核")):
        noting.note(appointment=made, kind=kind, done_on=today(), text=text, outcome="", evidence=[], by=learner)
    wrong = noting.note(appointment=made, kind="recall", done_on=today(), text="写错", outcome="", evidence=[], by=learner)
    noting.note(
        appointment=made, kind="supplier", done_on=today(), text="改正", outcome="", evidence=[], by=learner, corrects=wrong
    )
    given: dict[str, Any] = {"risk": "渗漏", "cause": "密封圈", "kind": "detect", "text": "加测", "owner": "王工"}
    noting.open_measure(appointment=made, by=learner, due=today() - DAY, **given)
    for lot in ("L-1", "L-2"):
        finding = Finding(SCOPE[0], "水龙头", lot, "3件漏水", "GB 18145", "unsafe")
        veto = vetoing.raise_veto(authorisation=power, finding=finding, evidence=[], by=learner)
    vetoing.rule(veto=veto, outcome="upheld", reason="复检仍漏", evidence=[], by=employer)
    return made


def test_each_total_is_the_one_on_the_pages(post: Appointment, employer: User, client_of: Any) -> None:
    pack = year_of(post.organisation, employer)
    year = reporting.report(post, 2026)
    assert told(pack, "履职记录") == year.total == 6
    for line in year.lines:
        assert told(pack, f"履职记录：{line.name}") == line.count, line.name
    assert told(pack, "一票否决") == len(year.vetoes) == 2
    assert (told(pack, "一票否决：维持"), told(pack, "一票否决：待裁定")) == (1, 1)
    assert told(pack, "预防措施") == len(year.measures) == 1
    assert told(pack, "预防措施：逾期") == len(year.overdue) == 1
    assert (told(pack, "聘任"), told(pack, "在任"), told(pack, "授权")) == (1, 1, 1)
    # The sheets hold as many rows, the sheet of totals and the page say the same.
    assert len([row for row in rows(pack, "履职记录") if row[7] != "是"]) == year.total
    assert len(rows(pack, "一票否决")) == 2
    assert [(name, count) for name, count in rows(pack, "合计")] == [tuple(pair) for pair in pack.figures]
    page = client_of(employer).get(pack.get_absolute_url()).content.decode()
    for name, count in pack.figures:
        assert f'{name}</th><td class="num c2" data-th="数量">{count}</td>' in page, name


def test_hours_are_those_of_the_page_of_training(post: Appointment, employer: User, learner: User) -> None:
    firm, course = post.organisation, make_course(codes=[["TST-01", "TST-02"]])
    assign(firm, course, employer, members=[Membership.objects.get(organisation=firm, person=learner)])
    complete_all(enrol(learner, "TST"))
    pack = year_of(firm, employer)
    assert told(pack, "培训学时：计入分钟") == report(firm, members(firm, Asked()), dt.date(2026, 1, 1), today()).minutes == 90
    assert [row[3:] for row in rows(pack, "培训学时")] == [(90, "2.0")]


def test_letters_codes_and_the_list_of_digests_are_in_it(post: Appointment, employer: User) -> None:
    pack = year_of(post.organisation, employer)
    archive = opened(pack)
    letter, power = post.papers.get(authorisation=None), post.papers.exclude(authorisation=None).get()
    assert set(archive.namelist()) == {BOOK, SUMMARY, NOTE, SUMS, f"聘书/{letter.code}.pdf", f"授权书/{power.code}.pdf"}
    assert hashlib.sha256(archive.read(f"聘书/{letter.code}.pdf")).hexdigest() == letter.sha256
    for line in archive.read(SUMS).decode().splitlines():
        digest, _blank, name = line.partition("  ")
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest, name
    assert letter.code in rows(pack, "聘任")[0]
    assert any(str(cell).endswith(letter.get_absolute_url()) for cell in rows(pack, "聘任")[0])
    assert "说明" in archive.read(NOTE).decode()
    with pikepdf.open(io.BytesIO(archive.read(SUMMARY))) as paper:
        assert str(paper.docinfo["/Title"]) == "单位档案"
    assert {one["name"] for one in pack.manifest} == set(archive.namelist())


def test_u03_no_cell_is_a_formula(post: Appointment, employer: User) -> None:
    archive = opened(year_of(post.organisation, employer))
    with zipfile.ZipFile(io.BytesIO(archive.read(BOOK))) as book:
        assert not [name for name in book.namelist() if name.startswith("xl/worksheets/") and b"<f>" in book.read(name)]
    assert '=HYPERLINK("http://x")' in [row[4] for row in rows(InspectionPack.objects.get(), "履职记录")]


def test_the_same_state_gives_the_same_bytes_and_another_state_others(post: Appointment, employer: User, learner: User) -> None:
    first = year_of(post.organisation, employer)
    with time_machine.travel(NOON + dt.timedelta(hours=2), tick=False):
        second = year_of(post.organisation, employer)
        assert (second.pk, second.sha256, second.key) == (second.pk, first.sha256, first.key)
        assert second.pk != first.pk
        noting.note(appointment=post, kind="other", done_on=today(), text="又一条", outcome="", evidence=[], by=learner)
        assert year_of(post.organisation, employer).sha256 != first.sha256


def test_a_job_that_runs_twice_makes_one_pack(post: Appointment, employer: User) -> None:
    pack = year_of(post.organisation, employer)
    before = InspectionPack.objects.values().get()
    assert not making.make(str(pack.pk))
    assert InspectionPack.objects.values().get() == before
    assert AuditEntry.objects.filter(deed="pack.made").count() == 1


def test_a_period_is_bounded(post: Appointment, employer: User) -> None:
    with pytest.raises(Refused, match="三年"):
        making.ask(organisation=post.organisation, since=dt.date(2020, 1, 1), until=today(), by=employer)
    with pytest.raises(Refused, match="今天"):
        making.ask(organisation=post.organisation, since=today(), until=today() + DAY, by=employer)
    assert not InspectionPack.objects.exists()


def test_what_lies_outside_the_period_is_left_out(post: Appointment, employer: User) -> None:
    made = making.ask(organisation=post.organisation, since=today() - 60 * DAY, until=today() - DAY, by=employer)
    making.make(str(made.pk))
    made.refresh_from_db()
    assert told(made, "聘任") == 1
    assert told(made, "履职记录") == told(made, "一票否决") == 0


def asked_for(client: Client, firm: Organisation) -> Any:
    return client.post(reverse("appointments:packs", args=[firm.slug]), {"since": "2026-01-01", "until": "2026-06-15"})


def test_by_the_page_it_is_asked_for_made_and_fetched(
    post: Appointment, employer: User, client_of: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_of(employer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = asked_for(client, post.organisation)
    pack = InspectionPack.objects.get()
    assert answer.status_code == 302
    assert not pack.is_running
    assert client.get(f"{pack.get_absolute_url()}progress/").json()["finished"] is True
    fetched = client.get(f"{pack.get_absolute_url()}file/")
    assert hashlib.sha256(b"".join(fetched.streaming_content)).hexdigest() == pack.sha256
    assert fetched["Content-Disposition"].isascii()
    assert AuditEntry.objects.filter(deed="pack.asked", actor_id=employer.pk).count() == 1
    assert AuditEntry.objects.filter(deed="pack.fetched", actor_id=employer.pk).count() == 1


def test_only_the_firm_and_whom_it_names_make_packs(post: Appointment, employer: User, learner: User, client_of: Any) -> None:
    firm, client = post.organisation, client_of(learner)
    address = reverse("appointments:packs", args=[firm.slug])
    assert client.get(address).status_code == asked_for(client, firm).status_code == 404
    client_of(employer).post(reverse("appointments:pack_keepers", args=[firm.slug]), {"person": learner.pk})
    assert client.get(address).status_code == 200
    assert asked_for(client, firm).status_code == 302
    # Named, one makes packs; whom else to name is not one's own to say.
    assert client.post(reverse("appointments:pack_keepers", args=[firm.slug]), {"person": learner.pk}).status_code == 404
    client_of(employer).post(reverse("appointments:pack_keeper_end", args=[PackKeeper.objects.get().pk]))
    assert client.get(address).status_code == 404


def test_a_stranger_is_not_named(post: Appointment, employer: User, stranger: User, client_of: Any) -> None:
    address = reverse("appointments:pack_keepers", args=[post.organisation.slug])
    assert client_of(employer).post(address, {"person": stranger.pk}).status_code == 422
    assert not PackKeeper.objects.exists()


def test_an_inspector_sees_a_pack_by_its_link_until_it_ends(
    post: Appointment, employer: User, client: Client, client_of: Any
) -> None:
    pack = year_of(post.organisation, employer)
    client_of(employer).post(reverse("appointments:pack_links", args=[pack.pk]), {"purpose": "6月检查", "days": "3"})
    link = PackLink.objects.get()
    page = client.get(link.get_absolute_url())
    assert page.status_code == 200
    assert pack.sha256 in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    fetched: Any = client.get(f"{link.get_absolute_url()}file/")
    assert hashlib.sha256(b"".join(fetched.streaming_content)).hexdigest() == pack.sha256
    link.refresh_from_db()
    assert (link.opened, link.fetched) == (1, 1)
    assert AuditEntry.objects.get(deed="pack.fetched").data["link"] == str(link.pk)
    # The link opens this pack and nothing else of the firm.
    assert client.get(pack.get_absolute_url()).status_code == 302
    with time_machine.travel(NOON + 3 * DAY, tick=False):
        over = client.get(link.get_absolute_url())
        assert over.status_code == client.get(f"{link.get_absolute_url()}file/").status_code == 410
        assert post.organisation.name not in over.content.decode()


def test_a_link_taken_back_or_forged_shows_nothing(post: Appointment, employer: User, client: Client, client_of: Any) -> None:
    link = lending.lend(pack=year_of(post.organisation, employer), purpose="检查", days=3, by=employer)
    address = link.get_absolute_url()
    assert client.get(address.replace(str(link.pk), "00000000-0000-4000-8000-000000000000")).status_code == 404
    assert client.get(reverse("appointments:inspection", args=[str(link.pk)])).status_code == 404
    client_of(employer).post(reverse("appointments:pack_link_revocation", args=[link.pk]))
    assert client.get(address).status_code == client.get(f"{address}file/").status_code == 410


def test_after_its_days_the_file_is_dropped_unless_another_needs_it(post: Appointment, employer: User, client_of: Any) -> None:
    first = year_of(post.organisation, employer)
    with time_machine.travel(NOON + dt.timedelta(hours=2), tick=False):
        second = year_of(post.organisation, employer)
    with time_machine.travel(NOON + KEPT_DAYS * DAY + dt.timedelta(hours=1), tick=False):
        assert making.sweep() == 1
        assert storages["artefacts"].exists(second.key)
        assert client_of(employer).get(f"{first.get_absolute_url()}file/").status_code == 410
    with time_machine.travel(NOON + KEPT_DAYS * DAY + dt.timedelta(hours=3), tick=False):
        assert (making.sweep(), making.sweep()) == (1, 0)
        assert not storages["artefacts"].exists(second.key)
    assert InspectionPack.objects.filter(key="").count() == 2


def test_the_list_of_packs_asks_as_often_for_two_as_for_twenty(post: Appointment, employer: User, client_of: Any) -> None:
    client, address = client_of(employer), reverse("appointments:packs", args=[post.organisation.slug])

    def queries(number: int) -> int:
        while InspectionPack.objects.count() < number:
            InspectionPack.objects.create(organisation=post.organisation, since=today(), until=today(), by=employer)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    client.get(address)
    assert queries(2) == queries(20)
