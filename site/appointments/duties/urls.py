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
    path("day-files/<uuid:pk>/", views.day_file, name="day_file"),
]
