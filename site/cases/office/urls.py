"""Addresses of the cases' office that belong to no list of the admin."""

from django.urls import path

from cases.office import deeds

app_name = "cases_office"
urlpatterns = [
    path("submissions/", deeds.submissions, name="submissions"),
    path("submissions/<int:pk>/decision/", deeds.decision, name="decision"),
    path("<int:pk>/", deeds.case, name="case"),
    path("<int:pk>/submission/", deeds.submission, name="submission"),
    path("<int:pk>/removal/", deeds.removal, name="removal"),
]
