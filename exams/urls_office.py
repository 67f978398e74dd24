"""Addresses of the office's work after the exam: marking, releasing, keys, cases, standards."""

from django.urls import path

from exams.views import cases, keys, marking, releasing, standards

paths = [
    path("keys/", keys.revisions, name="keys"),
    path("keys/items/<int:version>/", keys.item, name="key-item"),
    path("keys/<uuid:pk>/", keys.revision, name="key-revision"),
    path("keys/<uuid:pk>/application/", keys.application, name="key-application"),
    path("keys/<uuid:pk>/withdrawal/", keys.withdrawal, name="key-withdrawal"),
    path("keys/<uuid:pk>/undoing/", keys.undoing, name="key-undoing"),
    path("marking/", marking.queue, name="marking"),
    path("marking/items/<int:version>/claims/", marking.claims, name="marking-claims"),
    path("marking/answers/<uuid:pk>/", marking.answer, name="marking-answer"),
    path("sittings/<uuid:pk>/results/", releasing.results, name="sitting-results"),
    path("sittings/<uuid:pk>/release/", releasing.release, name="sitting-release"),
    path("cases/", cases.index, name="cases"),
    path("cases/years/", cases.years, name="case-years"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/notes/", cases.notes, name="case-notes"),
    path("cases/<uuid:pk>/assignment/", cases.assignment, name="case-assignment"),
    path("cases/<uuid:pk>/decision/", cases.decision, name="case-decision"),
    path("cases/<uuid:pk>/closing/", cases.closing, name="case-closing"),
    path("results/<uuid:pk>/appeal/", cases.appeal, name="appeal"),
    path("attempts/<uuid:pk>/complaint/", cases.complaint, name="complaint"),
    path("standards/", standards.panels, name="standards"),
    path("standards/<uuid:pk>/", standards.panel, name="standard"),
    path("standards/<uuid:pk>/rounds/", standards.rounds, name="standard-rounds"),
    path("standards/<uuid:pk>/cut-score/", standards.cut_score, name="standard-cut-score"),
]
