from celery import shared_task

from core import chaining, jobs


@shared_task(name="core.run_job")
def run_job(pk: int, tried: int) -> None:
    jobs.run(pk, tried)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    jobs.sweep()


@shared_task(name="core.seal_audit")
def seal_audit() -> None:
    chaining.seal()


@shared_task(name="core.sign_audit_head")
def sign_audit_head() -> None:
    """Once a day; what has expired goes after that."""
    chaining.sign_head()
    chaining.expire()
