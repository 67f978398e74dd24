from appointments.duties.views.days import day, day_file, days, idle
from appointments.duties.views.desk import desk
from appointments.duties.views.months import month, months, task
from appointments.duties.views.risks import adoption, risk_list, risks, risks_new
from appointments.duties.views.weeks import week, weeks

__all__ = [
    "adoption",
    "day",
    "day_file",
    "days",
    "desk",
    "idle",
    "month",
    "months",
    "risk_list",
    "risks",
    "risks_new",
    "task",
    "week",
    "weeks",
]
