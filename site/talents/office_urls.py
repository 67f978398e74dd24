"""Addresses of this room's office that belong to no list of the admin."""

from django.urls import path

from talents import admitting

app_name = "talents_office"
urlpatterns = [
    path("", admitting.experts, name="experts"),
    path("<int:pk>/decision/", admitting.decision, name="expert_decision"),
]
