"""The demo fills every page of duties and the figures of the regulator; a second time it changes nothing."""

from collections.abc import Callable

from django.core.management import call_command
from django.test import Client, override_settings

from accounts.models import User
from appointments.duties.models import Assessment, DayRecord, Maturity, MonthRecord, Pulse, RiskList, Supervision, WeekRecord
from appointments.models import AnnualPlan, Appointment, Veto
from appointments.oversight import counting
from organisations.models import Organisation
from tests.courses.small import make_course

KEPT = (AnnualPlan, Appointment, Assessment, DayRecord, Maturity, MonthRecord, Pulse, RiskList, Supervision, Veto, WeekRecord)
PAGES = ("duties", "days", "weeks", "months", "risks", "supervisions", "pulses", "maturity", "plans")


def test_every_page_of_duties_is_filled_once(db: None, client_of: Callable[[User], Client]) -> None:
    make_course("QSO", [["QSO-01", "QSO-02"]])
    for box, name in (("chengong", "陈工"), ("linyue", "林悦")):
        User.objects.create_user(f"{box}@demo.haizhun.local", None, full_name=name)
    counts = []
    with override_settings(DEBUG=True):
        for _time in range(2):
            for command in ("demo_organisation", "demo_appointments", "demo_duties"):
                call_command(command)
            counts.append({model.__name__: model._default_manager.count() for model in KEPT})
    assert counts[0] == counts[1]
    assert all(counts[0].values()), counts[0]
    client = client_of(User.objects.get(email="chengong@demo.haizhun.local"))
    firm = Organisation.objects.get(slug="demo-enterprise")
    for page in PAGES:
        path = {"supervisions": "supervision", "pulses": "pulse"}.get(page, page)
        assert client.get(f"/appointments/of/{firm.slug}/{path}/").status_code == 200, page
    told = next(one for one in counting.measures("district") if one.code == "firms").told
    assert any(told.values()), "enough enterprises for figures that are not withheld"
