"""Renewal: the ledger, what was done elsewhere, the application."""

from django.urls import path

from certificates.views import claims, due, renewal

urlpatterns = [
    path("certificates/<uuid:pk>/renewal/", renewal.renewal, name="renewal"),
    path("certificates/<uuid:pk>/renewal/application/", renewal.application, name="renewal_application"),
    path("certificates/<uuid:pk>/renewal/activities/", renewal.activities, name="activities"),
    path("certificates/<uuid:pk>/renewal/sector/", renewal.sector, name="renewal_sector"),
    path("certificates/renewals/", due.due, name="renewals_due"),
    path("certificates/activities/", claims.queue, name="claims"),
    path("certificates/activities/recognised/", claims.recognised, name="recognised"),
    path("certificates/activities/recognised/<int:pk>/reversal/", claims.reversal, name="reversal"),
    path("certificates/activities/<uuid:pk>/decision/", claims.decision, name="claim_decision"),
    path("certificates/activities/<uuid:pk>/evidence/", renewal.proof, name="activity_evidence"),
    path("certificates/activities/<uuid:pk>/withdrawal/", renewal.withdrawal, name="activity_withdrawal"),
]
