from celery import shared_task

from campaigns import playing


@shared_task(name="campaigns.finish_due")
def finish_due() -> int:
    """Close contest tries whose time is over. Safe to run twice and beside itself."""
    return playing.finish_due()
