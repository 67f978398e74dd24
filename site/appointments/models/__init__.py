"""Art. 9 in force (聘任): posts, powers, vetoes, duties done."""

from appointments.duties.models import (
    Assessment,
    AssessmentAnswer,
    AssessmentMark,
    ControlPoint,
    Correction,
    CorrectionFile,
    DayFile,
    DayLine,
    DayRecord,
    EffectCheck,
    Maturity,
    MonthPresence,
    MonthRecord,
    MonthTask,
    MonthTaskDone,
    Pulse,
    PulseCount,
    PulseTurn,
    RiskList,
    RiskListAdoption,
    Supervision,
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
    "Assessment",
    "AssessmentAnswer",
    "AssessmentMark",
    "Attachment",
    "Authorisation",
    "ControlPoint",
    "Correction",
    "CorrectionFile",
    "DayFile",
    "DayLine",
    "DayRecord",
    "DutyEntry",
    "EffectCheck",
    "InspectionPack",
    "Maturity",
    "MonthPresence",
    "MonthRecord",
    "MonthTask",
    "MonthTaskDone",
    "PackKeeper",
    "PackLink",
    "PlanReview",
    "PlanVersion",
    "PreventiveMeasure",
    "Pulse",
    "PulseCount",
    "PulseTurn",
    "RiskList",
    "RiskListAdoption",
    "Supervision",
    "Veto",
    "VetoRuling",
    "WeekDecision",
    "WeekRecord",
]
