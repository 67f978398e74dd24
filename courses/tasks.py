from uuid import UUID

from celery import shared_task

from courses import cycles, moving, tallying
from courses.media import leafing
from courses.training import counting


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


@shared_task(name="courses.count_training")
def count_training() -> int:
    """Count the tasks of whoever worked on a lesson lately. Safe to run twice and beside itself."""
    return counting.count_recent()


@shared_task(name="courses.count_all_training")
def count_all_training() -> int:
    """Count every task anew: completions run out, exams are annulled. Safe to run twice and beside itself."""
    return counting.count_all()


@shared_task(name="courses.count_training_of")
def count_training_of(organisation: str) -> int:
    """Count one body anew, because somebody asked. Safe to run twice and beside itself."""
    return counting.count_organisation(UUID(organisation))


@shared_task(name="courses.leaf_medium")
def leaf_medium(pk: int) -> bool:
    """Read and draw the pages of a PDF. Safe to run twice and beside itself."""
    return leafing.leaf(pk)


@shared_task(name="courses.sweep_leaves")
def sweep_leaves() -> int:
    """Note a job for each PDF whose pages nobody has read."""
    return leafing.sweep()
