from celery import shared_task


@shared_task(name="courses.make_export")
def make_export(pk: str) -> bool:
    """Make the file of an export. Safe to run twice and beside itself."""
    from courses.exports import making

    return making.make(pk)


@shared_task(name="courses.sweep_exports")
def sweep_exports() -> int:
    """Drop the files of exports that were kept long enough, and after a year that they were asked for."""
    from courses.exports import making

    return making.sweep()
