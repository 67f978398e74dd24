"""Art. 9 in force (聘任): posts, powers, vetoes, duties done."""

from appointments.duties.models import (
    ControlPoint,
    DayFile,
    DayLine,
    DayRecord,
    MonthPresence,
    MonthRecord,
    MonthTask,
    MonthTaskDone,
    RiskList,
    RiskListAdoption,
    WeekDecision,
    WeekRecord,
)
from appointments.models.appointments import Appointment
from appointments.models.authorisations import Authorisation
from appointments.models.duties import Attachment, DutyEntry, PreventiveMeasure
from appointments.models.letters import AppointmentLetter
from appointments.models.vetoes import Veto, VetoRuling
from appointments.packs.models import InspectionPack, PackKeeper, PackLink
from appointments.plans.models import AnnualPlan, PlanReview, PlanVersion

__all__ = [
    "AnnualPlan",
    "Appointment",
    "AppointmentLetter",
    "Attachment",
    "Authorisation",
    "ControlPoint",
    "DayFile",
    "DayLine",
    "DayRecord",
    "DutyEntry",
    "InspectionPack",
    "MonthPresence",
    "MonthRecord",
    "MonthTask",
    "MonthTaskDone",
    "PackKeeper",
    "PackLink",
    "PlanReview",
    "PlanVersion",
    "PreventiveMeasure",
    "RiskList",
    "RiskListAdoption",
    "Veto",
    "VetoRuling",
    "WeekDecision",
    "WeekRecord",
]
