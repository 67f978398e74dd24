"""Addresses of sittings: registering, the ticket, invigilation, the record, what the office decides."""

from django.urls import path

from exams.views import invigilation, protocol, publication, registering, registrations, sheets, spot_checks

paths = [
    path("sittings/<uuid:pk>/registration/", registering.registration, name="registration"),
    path("sittings/<uuid:pk>/withdrawal/", registering.withdrawal, name="withdrawal"),
    path("sittings/<uuid:pk>/arrangements/", registering.arrangements, name="arrangements"),
    path("sittings/<uuid:pk>/invigilation/", invigilation.screen, name="invigilation"),
    path("sittings/<uuid:pk>/invigilation/state/", invigilation.state, name="invigilation-state"),
    path("sittings/<uuid:pk>/grants/", invigilation.grant_all, name="sitting-grants"),
    path("sittings/<uuid:pk>/incidents/", invigilation.sitting_incident, name="sitting-incidents"),
    path("sittings/<uuid:pk>/record/", protocol.record, name="protocol"),
    *[
        path(f"sittings/<uuid:pk>/record.{ending}", protocol.download, {"ending": ending}, name=f"protocol-{ending}")
        for ending in protocol.FORMATS
    ],
    path("sittings/<uuid:pk>/registrations/", registrations.registrations, name="registrations"),
    path("admissions/<str:number>/refusal/", registrations.refusal, name="refusal"),
    path("admissions/<str:number>/seat-return/", registrations.office_withdrawal, name="seat-return"),
    path("arrangements/<int:pk>/decision/", registrations.decision, name="decision"),
    path("sittings/<uuid:pk>/sheets/", sheets.index, name="sheets"),
    path("admissions/<str:number>/sheet/", sheets.sheet, name="sheet"),
    path("admissions/<str:number>/sheet/settlement/", sheets.settlement, name="settlement"),
    path("admissions/<str:number>/sheet/storing/", sheets.storing, name="sheet-storing"),
    path("admissions/<str:number>/sheet/discarding/", sheets.discarding, name="sheet-discarding"),
    path("admissions/<str:number>/sheet/scans/", sheets.scans, name="sheet-scans"),
    path("sheet-scans/<int:pk>/", sheets.scan, name="sheet-scan"),
    path("spot-checks/", spot_checks.spot_checks, name="spot-checks"),
    path("spot-checks/results/", publication.results, name="check-results"),
    path("sittings/<uuid:pk>/publication/", publication.publication, name="check-publication"),
    path("sittings/<uuid:pk>/publication/withdrawal/", publication.withdrawal, name="check-withdrawal"),
    path("admissions/<str:number>/", registering.ticket, name="ticket"),
    path("admissions/<str:number>/invigilation/", invigilation.candidate, name="candidate"),
    path("admissions/<str:number>/grants/", invigilation.grant, name="grants"),
    path("admissions/<str:number>/ending/", invigilation.ending, name="ending"),
    path("admissions/<str:number>/incidents/", invigilation.incident, name="incidents"),
    *[path(f"admissions/<str:number>/{noun}/", invigilation.deed, {"noun": noun}, name=noun) for noun in invigilation.DEEDS],
]
