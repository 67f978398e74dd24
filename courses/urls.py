"""Addresses of learning. Wagtail answers those that are pages; they have names here so that others can link to them."""

from django.urls import path
from wagtail.views import serve

from courses import views

app_name = "courses"
urlpatterns = [
    path("courses/", serve, {"path": "courses/"}, name="catalogue"),
    path("learn/", views.dashboard, name="dashboard"),
    path("learn/hours/", views.hours, name="hours"),
]
