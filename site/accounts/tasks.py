"""What happens to people's accounts at its own time. Each task may run twice."""

from celery import shared_task

from accounts import looking


@shared_task(name="accounts.forget_looks")
def forget_looks() -> int:
    """Forget who looked at whose record once it is as old as the privacy page says."""
    return looking.expire()
