from celery import shared_task

from core.clock import now
from exams import analysing, closing, counting, delivery, posting, resit_letters
from exams.models import ExamVersion, Letter, Registration, Sitting


@shared_task(name="exams.finalise_due")
def finalise_due() -> int:
    """Close the attempts whose time is over. Safe to run twice and beside itself."""
    return delivery.finalise_due()


@shared_task(name="exams.count_exposure")
def count_exposure() -> int:
    """Count how often each item stood on a paper. Safe to run twice and beside itself."""
    return counting.count_exposure(now())


@shared_task(name="exams.analyse")
def analyse(pk: int) -> None:
    """Work out one exam version's figures anew. The second of two leaves what the first left."""
    analysing.analyse(ExamVersion.objects.get(pk=pk))


@shared_task(name="exams.analyse_due")
def analyse_due() -> int:
    """The versions with results newer than their figures; how many there were."""
    versions = list(analysing.due())
    for version in versions:
        analysing.analyse(version)
    return len(versions)


@shared_task(name="exams.mark_absent")
def mark_absent() -> int:
    """Note who did not come, after a sitting has closed. Safe to run twice and beside itself."""
    return closing.mark_absent_due()


@shared_task(name="exams.tell_candidate")
def tell_candidate(registration: int, news: str) -> None:
    """Write to a candidate about their registration: jobs that were noted before letters were kept of it."""
    posting.about_registration(Registration.objects.get(pk=registration), Letter.News(news))


@shared_task(name="exams.post_letters")
def post_letters(letters: list[str]) -> None:
    """Send several letters. A second run sends none twice: what is sent says so."""
    for letter in letters:
        posting.post(letter)


@shared_task(name="exams.post_letter")
def post_letter(letter: str) -> None:
    """Send a letter. Safe to run twice: it is sent once."""
    posting.post(letter)


@shared_task(name="exams.tell_of_resit")
def tell_of_resit(resit: str, occasion: str) -> int:
    """Write of a resit to those who have it before them. Safe to run twice and beside itself."""
    return resit_letters.write_all(Sitting.objects.get(pk=resit), occasion)


@shared_task(name="exams.sweep_letters")
def sweep_letters() -> int:
    """Have letters sent whose job was lost or given up. Safe to run twice and beside itself."""
    return posting.sweep()


@shared_task(name="exams.remind_due")
def remind_due() -> int:
    """Remind of the sittings of the next day. Safe to run twice and beside itself."""
    return posting.remind_due()


@shared_task(name="exams.carry_through_key")
def carry_through_key(revision: str) -> None:
    """Correct the papers marked under an old key. Safe to run twice and beside itself."""
    from exams import revising
    from exams.models import KeyRevision

    revising.carry_through(KeyRevision.objects.told().get(pk=revision))


@shared_task(name="exams.print_paper")
def print_paper(paper: str, language: str = "zh-hans") -> None:
    """Make the documents of a printed paper in a language. Runs twice without harm: what is made is found again."""
    from exams import printing
    from exams.models import PrintedPaper

    printing.make_documents(PrintedPaper.objects.told().get(pk=paper), language)
