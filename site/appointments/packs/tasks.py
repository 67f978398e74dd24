from celery import shared_task


@shared_task(name="appointments.make_pack")
def make_pack(pk: str) -> bool:
    """Make an inspection pack. Safe to run twice and beside itself."""
    from appointments.packs import making

    return making.make(pk)


@shared_task(name="appointments.sweep_packs")
def sweep_packs() -> int:
    """Drop the files of packs that were kept long enough."""
    from appointments.packs import making

    return making.sweep()
