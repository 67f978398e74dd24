from celery import shared_task

from core.dates import today


@shared_task(name="events.post_letter")
def post_letter(letter: str) -> bool:
    """Send one letter to a guest. Safe to run twice and beside itself."""
    from events import posting

    return posting.post(letter)


@shared_task(name="events.sweep_letters")
def sweep_letters() -> int:
    """Have letters sent that no job has in hand."""
    from events import posting

    return posting.sweep()


@shared_task(name="events.remind_guests")
def remind_guests() -> int:
    """Remind guests of tomorrow's events. Safe to run twice."""
    from events import news

    return news.remind_guests(today())


@shared_task(name="events.forget_guests")
def forget_guests() -> int:
    """Forget who came as a guest half a year ago. Safe to run twice."""
    from events import forgetting

    return forgetting.forget_guests()
