from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("appointments", "0005_add_duty_records")]

    operations = [
        AppendOnly("appointments", "RiskList"),
        AppendOnly("appointments", "ControlPoint"),
        AppendOnly("appointments", "RiskListAdoption"),
        AppendOnly("appointments", "DayRecord"),
        AppendOnly("appointments", "DayLine"),
        AppendOnly("appointments", "DayFile"),
        AppendOnly("appointments", "WeekRecord"),
        AppendOnly("appointments", "WeekDecision"),
        AppendOnly("appointments", "MonthRecord"),
        AppendOnly("appointments", "MonthPresence"),
        AppendOnly("appointments", "MonthTask"),
        AppendOnly("appointments", "MonthTaskDone"),
    ]
