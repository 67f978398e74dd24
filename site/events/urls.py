"""Addresses of events. What is not an event of its own stands first: `models.event.RESERVED` keeps those words free."""

from django.urls import path

from events import views
from events.views import door, organising, registering, submitting

app_name = "events"
urlpatterns = [
    path("", views.programme, name="programme"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("feed.atom", views.feed, name="feed"),
    path("submit/", submitting.submit, name="submit"),
    path("submit/<slug:slug>/", submitting.mend, name="mend"),
    path("mine/", registering.mine, name="mine"),
    path("tickets/<uuid:pk>/", registering.ticket, name="ticket"),
    path("tickets/<uuid:pk>/withdrawal/", registering.withdrawal, name="withdrawal"),
    path("guests/<str:seal>/", registering.guest, name="guest"),
    path("organisers/<str:token>/", organising.organiser, name="organiser"),
    path("<slug:slug>.ics", views.event_calendar, name="event_calendar"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/registration/", registering.registration, name="registration"),
    path("<slug:slug>/check-in/", door.check_in, name="check_in"),
    path("<slug:slug>/check-in/<str:seal>/", door.scanned, name="scanned"),
    path("<slug:slug>/attendance/", door.attendance, name="attendance"),
    path("<slug:slug>/attendance.xlsx", door.attendance_file, name="attendance_file"),
    path("<slug:slug>/attendance/<uuid:pk>/withdrawal/", door.taking_back, name="taking_back"),
    path("<slug:slug>/attendance/<uuid:pk>/reversal/", door.reversal, name="reversal"),
]
