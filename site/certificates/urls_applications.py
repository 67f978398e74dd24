"""Applications: what one applies with, and how it stands."""

from django.urls import path

from certificates.views import applications

urlpatterns = [
    path("certificates/apply/<slug:scheme>/", applications.apply, name="apply"),
    path("certificates/applications/<uuid:pk>/", applications.application, name="application"),
    path("certificates/applications/<uuid:pk>/submission/", applications.submission, name="submission"),
    path("certificates/applications/<uuid:pk>/withdrawal/", applications.withdrawal, name="application_withdrawal"),
    path("certificates/applications/<uuid:pk>/appeal/", applications.appeal, name="application_appeal"),
    path("certificates/evidence/<uuid:pk>/", applications.file, name="application_evidence"),
    path("certificates/evidence/<uuid:pk>/removal/", applications.removal, name="evidence_removal"),
]
