"""The pages of daily, weekly and monthly records: written on one page each, refused in words, as fast for twenty as for two."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from appointments.duties import expecting
from appointments.duties.models import (
    DayFile,
    DayRecord,
    MonthTask,
)
from core.dates import today
from core.keeping import kept
from tests.appointments.duty import DAY, Works, address, sent
from tests.appointments.test_powers import photo

pytestmark = pytest.mark.usefixtures("on_a_friday")


@pytest.mark.django_db
def test_a_day_is_written_on_one_page_and_a_second_click_writes_no_second(client: Client, there: Works) -> None:
    held = there.listed()
    client.force_login(there.officer)
    path = address(there, "day", today())
    page = client.get(path).content.decode()
    assert "密封圈来料" in page
    assert "终检气密" in page
    assert client.post(path, sent(held, state_1="")).status_code == 422
    bad = client.post(path, sent(held, state_1="finding"))
    assert bad.status_code == 422
    assert "密封圈来料" in bad.content.decode()
    upload = SimpleUploadedFile("现场.jpg", photo(with_place=True), "image/jpeg")
    given = sent(held, state_1="finding", finding_1="硬度偏低", measure_1="隔离本批")
    assert client.post(path, {**given, "files_1": upload}).status_code == 302
    assert client.post(path, given).status_code == 302
    assert DayRecord.objects.count() == 1
    other = client.post(path, sent(held))
    assert other.status_code == 409
    assert "已经写好" in other.content.decode()
    assert client.post(path + "?corrects=1", sent(held)).status_code == 302
    assert DayRecord.objects.count() == 2
    file = DayFile.objects.get()
    with Image.open(io.BytesIO(kept(file.key, file.sha256))) as image:
        assert 0x8825 not in image.getexif()
    assert client.get(file.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_the_place_stays_in_a_photo_when_that_is_wanted(client: Client, there: Works) -> None:
    held = there.listed()
    client.force_login(there.officer)
    given = sent(held, state_1="finding", finding_1="硬度偏低", measure_1="隔离本批", keeps_place="on")
    upload = SimpleUploadedFile("现场.jpg", photo(with_place=True), "image/jpeg")
    client.post(address(there, "day", today()), {**given, "files_1": upload})
    file = DayFile.objects.get()
    with Image.open(io.BytesIO(kept(file.key, file.sha256))) as image:
        assert 0x8825 in image.getexif()


@pytest.mark.django_db
def test_the_whole_way_of_list_week_and_month_in_pages(client: Client, there: Works) -> None:
    client.force_login(there.director)
    path = address(there, "risks_new")
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-frequency": "day", "form-1-frequency": "day"}
    filled = {"form-0-place": "终检", "form-0-risk": "渗漏", "form-0-measure": "气密", "form-0-who": "王工"}
    assert client.get(path).status_code == 200
    more = client.post(path, {**rows, **filled, "more": "1"}).content.decode()
    assert 'value="终检"' in more
    assert client.post(path, {**rows, "form-0-place": "终检"}).status_code == 422
    assert client.post(path, {**rows, **filled, "rest_days": ["6", "7"]}).status_code == 302
    assert client.post(address(there, "adoption", 1)).status_code == 403
    client.force_login(there.head)
    assert client.get(address(there, "adoption", 1)).status_code == 405
    assert client.post(address(there, "adoption", 1)).status_code == 302
    assert client.post(address(there, "adoption", 1)).status_code == 409
    desk = client.get(address(there, "duties")).content.decode()
    assert "自愿" in desk
    assert "企业落实食品安全主体责任监督管理规定" in desk
    assert client.get(path).status_code == 403

    month = address(there, "month", today().replace(day=1))
    tasks = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    held = {"held_on": today().isoformat(), "chair": there.head.pk, "present": [there.director.pk], "text": "无发现"}
    assert client.get(month).status_code == 200
    assert client.post(month, {**tasks, **held, "more": "1"}).status_code == 200
    assert client.post(month, {**tasks, **held, "text": ""}).status_code == 422
    due = {"form-0-text": "换供方", "form-0-owner": "王工", "form-0-due": today().isoformat()}
    assert client.post(month, {**tasks, **held, **due}).status_code == 302
    assert client.post(month, {**tasks, **held}).status_code == 409
    task = address(there, "task", MonthTask.objects.get().pk)
    assert client.get(task).status_code == 200
    assert client.post(task, {"done_on": today().isoformat(), "outcome": "好了"}).status_code == 302
    assert "好了" in client.get(month).content.decode()

    client.force_login(there.director)
    week = address(there, "week", expecting.monday(today()))
    assert client.get(week).status_code == 200
    assert client.post(week, {"checked": "记录"}).status_code == 422
    assert client.post(week, {"checked": "记录", "conclusion": "本周无发现"}).status_code == 302
    assert "本周无发现" in client.get(week).content.decode()
    assert client.post(week, {"checked": "记录", "conclusion": "本周无发现"}).status_code == 409
    for name in ("days", "weeks", "months", "risks", "idle"):
        assert client.get(address(there, name)).status_code == 200, name
    idle = {"first": today().isoformat(), "last": today().isoformat(), "text": "盘点"}
    assert client.post(address(there, "idle"), {**idle, "last": (today() - DAY).isoformat()}).status_code == 422
    assert client.post(address(there, "idle"), idle).status_code == 302


@pytest.mark.django_db
def test_what_is_no_day_or_no_monday_is_no_page(client: Client, there: Works) -> None:
    there.listed()
    client.force_login(there.director)
    base = address(there, "days")
    assert client.get(base + "2026-02-30/").status_code == 404
    assert client.get(address(there, "day", today() - DAY)).status_code == 404
    assert client.get(address(there, "day", today()) + "?unit=三车间").status_code == 404
    assert client.get(address(there, "week", expecting.monday(today()) + DAY)).status_code == 404
    assert client.get(address(there, "months") + "2026-13/").status_code == 404


@pytest.mark.django_db
def test_lists_ask_as_often_for_two_records_as_for_twenty(client: Client, there: Works) -> None:
    held = there.listed(since=today() - 30 * DAY)
    client.force_login(there.director)

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def write(first: int, number: int) -> None:
        for n in range(first, first + number):
            there.day(held, today() - n * DAY, finding=f"第{n}项")

    paths = [address(there, name) for name in ("duties", "days", "weeks", "months", "risks")]
    write(0, 2)
    few = [asked(path) for path in paths]
    write(2, 18)
    assert [asked(path) for path in paths] == few
