"""What a firm looks at and writes down. Everything here is written once; a correction is a further entry."""

from appointments.duties.models.assessments import Assessment, AssessmentAnswer, AssessmentMark
from appointments.duties.models.days import DayFile, DayLine, DayRecord
from appointments.duties.models.maturity import Maturity
from appointments.duties.models.months import MonthPresence, MonthRecord, MonthTask, MonthTaskDone
from appointments.duties.models.pulses import Pulse, PulseCount, PulseTurn
from appointments.duties.models.reach import within_reach
from appointments.duties.models.risks import ControlPoint, RiskList, RiskListAdoption
from appointments.duties.models.supervision import Correction, CorrectionFile, EffectCheck, Supervision
from appointments.duties.models.weeks import WeekDecision, WeekRecord

__all__ = [
    "Assessment",
    "AssessmentAnswer",
    "AssessmentMark",
    "ControlPoint",
    "Correction",
    "CorrectionFile",
    "DayFile",
    "DayLine",
    "DayRecord",
    "EffectCheck",
    "Maturity",
    "MonthPresence",
    "MonthRecord",
    "MonthTask",
    "MonthTaskDone",
    "Pulse",
    "PulseCount",
    "PulseTurn",
    "RiskList",
    "RiskListAdoption",
    "Supervision",
    "WeekDecision",
    "WeekRecord",
    "within_reach",
]
