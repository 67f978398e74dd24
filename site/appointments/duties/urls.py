from django.urls import path, register_converter

from appointments.duties import views
from appointments.duties.converters import DayConverter, MonthConverter

register_converter(DayConverter, "day")
register_converter(MonthConverter, "month")

urlpatterns = [
    path("of/<slug:slug>/duties/", views.desk, name="duties"),
    path("of/<slug:slug>/risks/", views.risks, name="risks"),
    path("of/<slug:slug>/risks/new/", views.risks_new, name="risks_new"),
    path("of/<slug:slug>/risks/<int:number>/", views.risk_list, name="risk_list"),
    path("of/<slug:slug>/risks/<int:number>/adoption/", views.adoption, name="adoption"),
    path("of/<slug:slug>/days/", views.days, name="days"),
    path("of/<slug:slug>/days/idle/", views.idle, name="idle"),
    path("of/<slug:slug>/days/<day:on>/", views.day, name="day"),
    path("of/<slug:slug>/weeks/", views.weeks, name="weeks"),
    path("of/<slug:slug>/weeks/<day:on>/", views.week, name="week"),
    path("of/<slug:slug>/months/", views.months, name="months"),
    path("of/<slug:slug>/months/<month:on>/", views.month, name="month"),
    path("of/<slug:slug>/tasks/<uuid:pk>/", views.task, name="task"),
    path("of/<slug:slug>/supervision/", views.supervisions, name="supervisions"),
    path("of/<slug:slug>/supervision/new/", views.supervision_new, name="supervision_new"),
    path("of/<slug:slug>/supervision/<uuid:pk>/", views.supervision, name="supervision"),
    path("of/<slug:slug>/supervision/<uuid:pk>/correction/", views.correction, name="correction"),
    path("of/<slug:slug>/supervision/<uuid:pk>/effect/", views.effect_check, name="effect_check"),
    path("of/<slug:slug>/pulse/", views.pulses, name="pulses"),
    path("of/<slug:slug>/pulse/new/", views.pulse_opening, name="pulse_opening"),
    path("of/<slug:slug>/pulse/<int:year>-<int:quarter>/", views.pulse, name="pulse"),
    path("of/<slug:slug>/maturity/", views.maturity, name="maturity"),
    path("of/<slug:slug>/maturity/new/", views.maturity_new, name="maturity_new"),
    path("of/<slug:slug>/maturity/<uuid:pk>/", views.maturity_of, name="maturity_of"),
    path("<uuid:pk>/assessments/<int:year>/", views.assessment, name="assessment"),
    path("<uuid:pk>/assessments/<int:year>/answer/", views.assessment_answer, name="assessment_answer"),
    path("correction-files/<uuid:pk>/", views.correction_file, name="correction_file"),
    path("day-files/<uuid:pk>/", views.day_file, name="day_file"),
]
