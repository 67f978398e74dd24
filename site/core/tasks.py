from celery import shared_task

from core import jobs


@shared_task(name="core.run_job")
def run_job(pk: int, tried: int) -> None:
    jobs.run(pk, tried)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    jobs.sweep()
