from celery import shared_task

from cms import front


@shared_task(name="cms.purge")
def purge(paths: list[str]) -> None:
    front.purge(paths)
