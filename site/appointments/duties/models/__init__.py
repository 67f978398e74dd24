"""What a firm looks at and writes down. Everything here is written once; a correction is a further entry."""

from appointments.duties.models.days import DayFile, DayLine, DayRecord
from appointments.duties.models.months import MonthPresence, MonthRecord, MonthTask, MonthTaskDone
from appointments.duties.models.reach import within_reach
from appointments.duties.models.risks import ControlPoint, RiskList, RiskListAdoption
from appointments.duties.models.weeks import WeekDecision, WeekRecord

__all__ = [
    "ControlPoint",
    "DayFile",
    "DayLine",
    "DayRecord",
    "MonthPresence",
    "MonthRecord",
    "MonthTask",
    "MonthTaskDone",
    "RiskList",
    "RiskListAdoption",
    "WeekDecision",
    "WeekRecord",
    "within_reach",
]
