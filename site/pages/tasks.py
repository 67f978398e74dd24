from celery import shared_task


@shared_task(name="pages.post_answer")
def post_answer(letter: str) -> bool:
    """Send the answer to a report. Safe to run twice and beside itself."""
    from pages import posting

    return posting.post(letter)


@shared_task(name="pages.sweep_answers")
def sweep_answers() -> int:
    """Have answers sent that no job has in hand."""
    from pages import posting

    return posting.sweep()


@shared_task(name="pages.forget_contacts")
def forget_contacts() -> int:
    """Forget the addresses left with reports that are long settled. Safe to run twice."""
    from pages import reporting

    return reporting.forget_contacts()
