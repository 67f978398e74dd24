"""Addresses of a body's seats in exams, below its own (/org/<slug>/exams/)."""

from django.urls import path

from exams.firms import views

app_name = "firm_exams"
urlpatterns = [
    path("<slug:slug>/exams/", views.sittings, name="sittings"),
    path("<slug:slug>/exams/<uuid:pk>/", views.seats, name="seats"),
    path("<slug:slug>/exams/<uuid:pk>/seat-return/", views.seat_return, name="seat_return"),
]
