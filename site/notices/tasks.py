from celery import shared_task


@shared_task(name="notices.post_notices")
def post_notices(code: str, occasion: str) -> int:
    """Send the mails of one occasion. Safe to run twice and beside itself: each goes once."""
    from notices import posting

    return posting.post_occasion(code, occasion)


@shared_task(name="notices.post_unsent")
def post_unsent() -> int:
    """Send what an earlier job left: it died, or there were too many for one."""
    from notices import posting

    return posting.post_unsent()


@shared_task(name="notices.post_digests")
def post_digests() -> int:
    """Note one job for each person whose day's mail is due."""
    from notices import posting

    return posting.post_digests()


@shared_task(name="notices.post_digest")
def post_digest(reader: int) -> None:
    """Send one person's mail of the day. The second of two finds nothing left."""
    from notices import posting

    posting.post_digest(reader)


@shared_task(name="notices.remind_due")
def remind_due() -> int:
    """Write what rules make due today. Safe to run twice: an occasion is told once."""
    from notices import reminding

    return reminding.remind_due()
