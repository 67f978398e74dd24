"""Addresses of learning. Wagtail answers those that are pages; they have names here so that others can link to them."""

from django.urls import path

from courses import views
from courses.views import notes, packages, teaching

app_name = "courses"
urlpatterns = [
    path("courses/", views.page, name="catalogue"),
    path("courses/<slug:course>/", views.page, name="course"),
    path("courses/<slug:course>/enrolment/", views.enrolment, name="enrolment"),
    path("courses/<slug:course>/runs/<uuid:pk>/", views.run, name="run"),
    path("courses/<slug:course>/runs/<uuid:pk>/place/", views.place, name="run_place"),
    path("courses/<slug:course>/runs/<uuid:pk>/withdrawal/", views.withdrawal, name="run_withdrawal"),
    path("courses/<slug:course>/<slug:lesson>/", views.page, name="lesson"),
    path("courses/<slug:course>/<slug:lesson>/answers/", views.answers, name="answers"),
    path("courses/<slug:course>/<slug:lesson>/activities/<slug:activity>/", views.activity, name="activity"),
    path("courses/<slug:course>/<slug:lesson>/activities/<slug:activity>/sittings/", views.sittings, name="sittings"),
    path("courses/<slug:course>/<slug:lesson>/completion/", views.completion, name="completion"),
    path("courses/<slug:course>/<slug:lesson>/hours/", views.made_up_hours, name="made_up_hours"),
    path("courses/<slug:course>/<slug:lesson>/notes/", notes.making, name="notes_of_lesson"),
    path("courses/<slug:course>/<slug:lesson>/packages/<slug:activity>/", packages.opening, name="package_opening"),
    path("learn/packages/<uuid:key>/<int:number>/", packages.player, name="package"),
    path("learn/packages/look/<int:pk>/", packages.look, name="package_look"),
    path("paths/<slug:slug>/", views.track, name="track"),
    path("learn/teaching/", teaching.overview, name="teaching"),
    path("learn/teaching/<slug:course>/<slug:key>/", teaching.group, name="teaching_group"),
    path("learn/teaching/<slug:course>/<slug:key>/people/", teaching.people, name="teaching_people"),
    path("learn/teaching/<slug:course>/<slug:key>/roster/", teaching.roster, name="teaching_roster"),
    path("learn/teaching/<slug:course>/<slug:key>/counting/", teaching.counting, name="teaching_counting"),
    path("learn/teaching/<slug:course>/<slug:key>/announcements/", teaching.announcements, name="teaching_announcements"),
    path("learn/sittings/<uuid:key>/beats/", views.beats, name="beats"),
    path("learn/media/<uuid:key>/captions.<slug:language>.vtt", views.captions, name="captions"),
    path("learn/media/<uuid:key>.<slug:ending>", views.medium, name="medium"),
    path("learn/", views.dashboard, name="dashboard"),
    path("learn/notes/", notes.notebook, name="notes"),
    path("learn/notes/all.<slug:kind>", notes.file, name="notes_file"),
    path("learn/notes/<uuid:key>/", notes.change, name="note"),
    path("learn/notes/<uuid:key>/removal/", notes.removal, name="note_removal"),
    path("learn/calendar/", views.calendar, name="calendar"),
    path("learn/calendar/key/", views.calendar_key, name="calendar_key"),
    path("learn/calendar.ics", views.calendar_feed, name="calendar_feed"),
    path("learn/record/", views.record, name="record"),
    path("learn/record/records/", views.records, name="records"),
    path("learn/record/data.<str:kind>", views.record_file, name="record_file"),
    path("learn/record/<str:code>.pdf", views.record_pdf, name="record_pdf"),
    path("record/<str:code>/", views.record_check, name="record_check"),
    path("learn/hours/", views.hours, name="hours"),
]
