from appointments.duties.views.assessments import assessment, assessment_answer
from appointments.duties.views.days import day, day_file, days, idle
from appointments.duties.views.desk import desk
from appointments.duties.views.maturity import maturity, maturity_new, maturity_of
from appointments.duties.views.months import month, months, task
from appointments.duties.views.pulses import pulse, pulse_opening, pulses
from appointments.duties.views.risks import adoption, risk_list, risks, risks_new
from appointments.duties.views.supervision import (
    correction,
    correction_file,
    effect_check,
    supervision,
    supervision_new,
    supervisions,
)
from appointments.duties.views.weeks import week, weeks

__all__ = [
    "adoption",
    "assessment",
    "assessment_answer",
    "correction",
    "correction_file",
    "day",
    "day_file",
    "days",
    "desk",
    "effect_check",
    "idle",
    "maturity",
    "maturity_new",
    "maturity_of",
    "month",
    "months",
    "pulse",
    "pulse_opening",
    "pulses",
    "risk_list",
    "risks",
    "risks_new",
    "supervision",
    "supervision_new",
    "supervisions",
    "task",
    "week",
    "weeks",
]
