import logging

from celery import shared_task

log = logging.getLogger(__name__)


@shared_task(name="certificates.issue_certificate")
def issue_certificate(result: str) -> None:
    """Issue what a released result has earned. Runs twice without harm: the second finds the first's certificate."""
    from certificates.issuing import NotEarned, issue
    from exams.models import Result

    try:
        issue(result=Result.objects.told().get(pk=result))
    except NotEarned as reason:
        # Not a failure: an exam without a scheme, or a result that was replaced before its turn came.
        log.info("%s", reason)


@shared_task(name="certificates.render_certificate")
def render_certificate(certificate: str, language: str = "zh-hans") -> None:
    """Make the PDF in a language. Runs twice without harm: the second finds the first's document."""
    from certificates.models import Certificate
    from certificates.printing import make_pdf  # the PDF engine takes a second to import; only workers pay it

    make_pdf(Certificate.objects.get(pk=certificate), language)


@shared_task(name="certificates.render_badge")
def render_badge(badge: str) -> None:
    """Make the PDF with this badge inside. Runs twice without harm: the second finds the first's document."""
    from certificates.badges import awarding
    from certificates.models import Badge
    from certificates.printing import make_badge_pdf

    signed = Badge.objects.told().get(pk=badge)
    if awarding.is_standing(signed):
        make_badge_pdf(signed)


@shared_task(name="certificates.make_documents")
def make_documents(sitting: str) -> None:
    """Have everything of a sitting made that is due. Runs twice without harm: what waits already is not noted again."""
    from certificates.batching import note
    from exams.models import Sitting

    note(Sitting.objects.get(pk=sitting))


@shared_task(name="certificates.clear_abandoned")
def clear_abandoned() -> None:
    """Remove the files of workers that died while writing."""
    from certificates.storing import clear_abandoned

    clear_abandoned()


@shared_task(name="certificates.publish_log")
def publish_log() -> None:
    """Publish the day's head of the public log. Runs twice without harm: the second finds the first's."""
    from certificates.transparency import publish

    publish()


@shared_task(name="certificates.count_views")
def count_views() -> None:
    """Write down how often certificates were looked at. Of two at once one does nothing."""
    from certificates.view_counting import flush

    flush()


@shared_task(name="certificates.post_letter")
def post_letter(letter: str) -> None:
    """Send a letter. Safe to run twice: it is sent once."""
    from certificates import posting

    posting.post(letter)


@shared_task(name="certificates.sweep_letters")
def sweep_letters() -> int:
    """Have letters and reminders sent whose job was lost or given up. Safe to run twice and beside itself."""
    from certificates import posting, reminding

    return posting.sweep() + reminding.sweep()


@shared_task(name="certificates.tell_ended")
def tell_ended() -> int:
    """Write to holders whose certificates expired or lapsed. Safe to run twice and beside itself."""
    from certificates import lapsing

    return lapsing.tell_ended()


@shared_task(name="certificates.forget_names")
def forget_names() -> int:
    """Tell whose name or files go soon, remove those whose time is over. Safe to run twice and beside itself."""
    from certificates import clearing, forgetting

    clearing.tell_due()
    clearing.clear_due()
    forgetting.tell_due()
    return forgetting.forget_due()


@shared_task(name="certificates.remind_due")
def remind_due() -> int:
    """Write the reminders of renewal that are due. Safe to run twice: each is written once."""
    from certificates import reminding

    return reminding.remind_due()


@shared_task(name="certificates.post_reminder")
def post_reminder(reminder: str) -> None:
    """Send a reminder. Safe to run twice: it is sent once."""
    from certificates import reminding

    reminding.post(reminder)
