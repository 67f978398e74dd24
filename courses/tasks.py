from celery import shared_task

from courses import cycles


@shared_task(name="courses.start_cycles")
def start_cycles() -> int:
    """Start the cycles that are due. Safe to run twice and beside itself."""
    return cycles.start_due()
