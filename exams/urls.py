"""Addresses of the exams. A change is a POST on a noun; whatever names a person's work is a UUID."""

from django.urls import path

from exams import views

app_name = "exams"
urlpatterns = [
    path("", views.index, name="index"),
    path("sittings/<uuid:pk>/", views.sitting, name="sitting"),
    path("attempts/<uuid:pk>/", views.attempt, name="attempt"),
    path("attempts/<uuid:pk>/responses/", views.responses, name="responses"),
    path("attempts/<uuid:pk>/review/", views.review, name="review"),
    path("attempts/<uuid:pk>/submission/", views.submission, name="submission"),
    path("results/<uuid:pk>/", views.result, name="result"),
]
