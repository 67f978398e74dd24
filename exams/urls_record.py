"""Addresses of what an attempt leaves behind: signals, record, timeline, receipts."""

from django.urls import path

from exams.views import receipts, record

paths = [
    path("attempts/<uuid:pk>/receipt.json", receipts.as_json, name="receipt-json"),
    path("attempts/<uuid:pk>/receipt.txt", receipts.as_text, name="receipt-text"),
    path("attempts/<uuid:pk>/record/", record.record, name="record"),
    path("attempts/<uuid:pk>/signals/", record.signals, name="signals"),
    path("attempts/<uuid:pk>/timeline/", record.timeline, name="timeline"),
    path("receipts/", receipts.check, name="receipt-check"),
]
