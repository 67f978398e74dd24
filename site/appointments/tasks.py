from celery import shared_task


@shared_task(name="appointments.remind_records")
def remind_records() -> int:
    """Tell who writes them which records are missing. Runs twice without harm: each gap is told once."""
    from appointments.duties import news

    return news.remind_all()


@shared_task(name="appointments.tell_pulse")
def tell_pulse(pulse: str) -> int:
    """Tell a firm's members that a survey is open. Runs twice without harm: each is told once."""
    from appointments.duties import news
    from appointments.duties.models import Pulse

    return news.tell_pulse(Pulse.objects.select_related("organisation").get(pk=pulse))
