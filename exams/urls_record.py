"""Addresses of what an attempt leaves behind: signals, record, timeline, receipts, the result as data."""

from django.urls import path

from exams.views import answer_files, gate, looking_back, outcomes, receipts, record

paths = [
    path("attempts/<uuid:pk>/paper/", looking_back.paper, name="paper"),
    path("attempts/<uuid:pk>/receipt.json", receipts.as_json, name="receipt-json"),
    path("attempts/<uuid:pk>/receipt.txt", receipts.as_text, name="receipt-text"),
    path("attempts/<uuid:pk>/record/", record.record, name="record"),
    path("attempts/<uuid:pk>/signals/", record.signals, name="signals"),
    path("attempts/<uuid:pk>/timeline/", record.timeline, name="timeline"),
    path("results/<uuid:pk>/qti.xml", outcomes.as_qti, name="result-qti"),
    path("results/<uuid:pk>/xapi.json", outcomes.as_xapi, name="result-xapi"),
    path("desk/answer-files/", answer_files.answer_files, name="answer-files"),
    path("sittings/<uuid:pk>/without-seb/", gate.waivers, name="seb-waivers"),
    path("receipts/", receipts.check, name="receipt-check"),
]
