from celery import shared_task

from core.dates import now
from exams import counting, delivery


@shared_task(name="exams.finalise_due")
def finalise_due() -> int:
    """Close the attempts whose time is over. Safe to run twice and beside itself."""
    return delivery.finalise_due()


@shared_task(name="exams.count_exposure")
def count_exposure() -> int:
    """Count how often each item stood on a paper. Safe to run twice and beside itself."""
    return counting.count_exposure(now())
