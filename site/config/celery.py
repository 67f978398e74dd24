"""The Celery application. Small machine: the broker is a folder; large: Redis. The tasks are the same."""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("haizhun")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    # Acknowledged at the start: what a killed worker leaves is sent again by the outbox, by its lease. A worker with
    # unacknowledged messages does not outlive its broker (kombu 5.7 fails while it puts them back).
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    task_time_limit=120,
    task_soft_time_limit=90,
    broker_connection_retry_on_startup=True,
    timezone=settings.TIME_ZONE,
    beat_schedule={
        "jobs-sweep": {"task": "core.sweep_jobs", "schedule": 15.0},
        "audit-chain": {"task": "core.seal_audit", "schedule": 60.0},
        "accounts-looks": {"task": "accounts.forget_looks", "schedule": crontab(hour=3, minute=25)},
        "audit-head": {"task": "core.sign_audit_head", "schedule": crontab(hour=0, minute=10)},
        "courses-tallies": {"task": "courses.count_tallies", "schedule": crontab(minute=40)},
        "courses-training": {"task": "courses.count_training", "schedule": 600.0},
        "courses-training-all": {"task": "courses.count_all_training", "schedule": crontab(hour=2, minute=35)},
        "courses-exports": {"task": "courses.sweep_exports", "schedule": crontab(hour=3, minute=45)},
        "courses-leaves": {"task": "courses.sweep_leaves", "schedule": 1800.0},
        "courses-cycles": {"task": "courses.start_cycles", "schedule": crontab(hour=2, minute=20)},
        "exams-finalise": {"task": "exams.finalise_due", "schedule": 60.0},
        # At night: a pool is written anew when the counts change, so once a day is also the price in rows.
        "exams-exposure": {"task": "exams.count_exposure", "schedule": crontab(hour=3, minute=10)},
        "exams-analyse": {"task": "exams.analyse_due", "schedule": 3600.0},
        "campaigns-finish": {"task": "campaigns.finish_due", "schedule": 60.0},
        "notices-remind": {"task": "notices.remind_due", "schedule": crontab(hour="8-20", minute=20)},
        "notices-digest": {"task": "notices.post_digests", "schedule": crontab(hour=7, minute=30)},
        "organisations-forget": {"task": "organisations.forget_imports", "schedule": crontab(hour=2, minute=55)},
        "organisations-letters": {"task": "organisations.sweep_invitations", "schedule": 1800.0},
        "notices-unsent": {"task": "notices.post_unsent", "schedule": 300.0},
        "certificates-abandoned": {"task": "certificates.clear_abandoned", "schedule": 300.0},
        "certificates-remind": {"task": "certificates.remind_due", "schedule": 3600.0},
        "appointments-packs": {"task": "appointments.sweep_packs", "schedule": crontab(hour=3, minute=40)},
        "schools-scans": {"task": "schools.sweep_scans", "schedule": 600.0},
        "schools-previews": {"task": "schools.sweep_previews", "schedule": crontab(minute=50)},
        "events-letters": {"task": "events.sweep_letters", "schedule": 1800.0},
        "events-remind": {"task": "events.remind_guests", "schedule": crontab(hour="8-20", minute=25)},
        "events-forget": {"task": "events.forget_guests", "schedule": crontab(hour=2, minute=50)},
        "pages-answers": {"task": "pages.sweep_answers", "schedule": 1800.0},
        "pages-forget": {"task": "pages.forget_contacts", "schedule": crontab(hour=3, minute=50)},
        "appointments-records": {"task": "appointments.remind_records", "schedule": crontab(hour=8, minute=35)},
        "exams-absent": {"task": "exams.mark_absent", "schedule": 300.0},
        "exams-remind": {"task": "exams.remind_due", "schedule": 1800.0},
        "exams-letters": {"task": "exams.sweep_letters", "schedule": 1800.0},
        "certificates-letters": {"task": "certificates.sweep_letters", "schedule": 1800.0},
        "certificates-views": {"task": "certificates.count_views", "schedule": 300.0},
        # Just after midnight: a day's head covers all that the day before decided.
        "certificates-log": {"task": "certificates.publish_log", "schedule": crontab(hour=0, minute=5)},
        "certificates-forget": {"task": "certificates.forget_names", "schedule": crontab(hour=2, minute=40)},
        "certificates-ended": {"task": "certificates.tell_ended", "schedule": crontab(hour=8, minute=5)},
    },
)
if app.conf.broker_url.startswith("filesystem://"):
    queue = settings.DATA_DIR / "queue"
    for folder in ("messages", "control", "processed"):
        (queue / folder).mkdir(parents=True, exist_ok=True)
    app.conf.broker_transport_options = {
        "data_folder_in": str(queue / "messages"),
        "data_folder_out": str(queue / "messages"),
        "control_folder": str(queue / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
else:
    # Redis away must never hold up a request: one quick try, then the outbox's sweep takes over.
    app.conf.broker_transport_options = {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "visibility_timeout": 300,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
        "socket_connect_timeout": 0.5,
        "socket_timeout": 5,
    }
app.autodiscover_tasks()
