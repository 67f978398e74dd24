"""A firm in a real browser: its manager from the roster to a reminder; its people on a phone, in post, on duty, with a veto."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from appointments import authorising
from appointments.duties import drafting
from appointments.duties.models import DayFile, RiskListAdoption
from appointments.duties.permissions import standing
from appointments.models import Appointment, Veto
from core.dates import today
from core.keeping import kept
from courses.models import TrainingReminder
from organisations.models import Membership
from tests.appointments.duty import DAY, point
from tests.appointments.making import SCOPE, house, in_post, proposed
from tests.appointments.test_powers import photo
from tests.browser import follow, until
from tests.cast import person
from tests.courses.small import make_course
from tests.organisations.rosters import book
from tests.organisations.rosters import person as roster_row

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
SignIn = Callable[[User], Any]


def opened(open_browser: Callable[..., Page], client_of: SignIn, who: User, site: str, **options: Any) -> Page:
    page = open_browser(**options)
    page.context.add_cookies([{"name": "sessionid", "value": client_of(who).cookies["sessionid"].value, "url": site}])
    return page


def test_a_manager_imports_a_roster_assigns_reads_the_matrix_and_reminds(
    open_browser: Callable[..., Page], client_of: SignIn, employer: User, learner: User, site: str
) -> None:
    make_course(codes=[["TST-01"]])
    firm = house(employer, learner)
    page = opened(open_browser, client_of, employer, site)
    page.goto(f"/org/{firm.slug}/members/import/")
    rows = [roster_row(1), roster_row(2), ["张三", 440402199001011234, None, None, None, None]]
    page.set_input_files("input[type=file]", {"name": "名单.xlsx", "mimeType": "application/zip", "buffer": book(rows)})
    follow(page, page.get_by_role("button", name="查看变化"))
    expect(page.locator("main")).to_contain_text("15位")
    assert Membership.objects.filter(organisation=firm).count() == 2, "the preview changes nothing"
    follow(page, page.locator("button[name=partial]"))
    until(page, lambda: Membership.objects.filter(organisation=firm).count() == 4)

    page.goto(f"/org/{firm.slug}/training/assignments/new/")
    page.locator("select[name=subject]").select_option(label="课程TST")
    page.locator("input[name=due_on]").fill((today() + 30 * DAY).isoformat())
    page.locator("input[name=reason]").fill("年度培训")
    follow(page, "main form button[type=submit]")
    page.goto(f"/org/{firm.slug}/training/")
    row = page.locator("tbody tr").filter(has_text=learner.full_name)
    expect(row).to_contain_text("未开始")
    row.get_by_role("checkbox").check()
    follow(page, page.get_by_role("button", name="提醒所选"))
    follow(page, "main form button[type=submit]")
    expect(page.locator("body")).to_contain_text("已提醒1人")
    assert TrainingReminder.objects.get().task.membership.person == learner


def fits(page: Page) -> None:
    """Nothing stands beyond the edge of the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def test_on_a_phone_a_post_is_accepted_a_day_written_with_a_photo_and_something_stopped(
    open_browser: Callable[..., Page], client_of: SignIn, employer: User, learner: User, site: str
) -> None:
    chief = person("质量官", "chief")
    firm = house(employer, learner, chief)
    proposal = proposed(firm, learner, employer, "qso")
    post = in_post(firm, chief, employer)
    power = authorising.give(appointment=post, scope=SCOPE, procedure="当场停止。", since=today(), until=None, by=employer)
    listed = drafting.write(standing=standing(chief, firm.slug), points=[point()], rest_days="")
    RiskListAdoption.objects.create(risk_list=listed, adopted_by=employer, adopted_on=today())

    page = opened(open_browser, client_of, learner, site, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(proposal.get_absolute_url())
    follow(page, page.get_by_role("button", name="接受聘任"))
    assert Appointment.objects.get(pk=proposal.pk).is_in_force

    page.goto(f"/appointments/of/{firm.slug}/days/{today()}/")
    fits(page)
    page.locator("input[name=state_1][value=finding]").check()
    page.locator("[name=finding_1]").fill("硬度偏低")
    page.locator("[name=measure_1]").fill("隔离本批")
    photographed: Any = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo(with_place=True)}
    page.set_input_files("input[name=files_1]", photographed)
    follow(page, page.locator(".duty__send"))
    expect(page.locator("main")).to_contain_text("硬度偏低")
    file = DayFile.objects.get()
    assert b"GPS" not in kept(file.key, file.sha256)
    with Image.open(io.BytesIO(kept(file.key, file.sha256))) as image:
        assert 0x8825 not in image.getexif(), "where it was taken is nobody's business"

    page = opened(open_browser, client_of, chief, site, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"/appointments/authorisations/{power.pk}/vetoes/new/")
    fits(page)
    for name, words in (("stopped", "示例水龙头"), ("lot", "L-1"), ("facts", "抽样20件，3件漏水。"), ("standard", "GB 18145")):
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=scope_line]").first.check()
    page.locator("[name=risk]").first.check()
    follow(page, page.get_by_role("button", name="提出否决"))
    assert Veto.objects.get().raised_by == chief
    fits(page)
