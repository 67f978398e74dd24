"""Addresses of this room's office that belong to no list of the admin."""

from django.urls import path

from schools.views import ways

app_name = "schools_office"
urlpatterns = [path("approval/", ways.chosen, name="way")]
