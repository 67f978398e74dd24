from celery import shared_task

from courses import cycles, moving, tallying


@shared_task(name="courses.start_cycles")
def start_cycles() -> int:
    """Start the cycles that are due. Safe to run twice and beside itself."""
    return cycles.start_due()


@shared_task(name="courses.count_tallies")
def count_tallies() -> int:
    """Count what teachers read anew. Safe to run twice and beside itself."""
    return tallying.count_all()


@shared_task(name="courses.move_people")
def move_people(pk: int) -> bool:
    """Move the next people of an order. Safe to run twice and beside itself."""
    return moving.go_on(pk)
