from celery import shared_task


@shared_task(name="schools.scan")
def scan(key: str, sha256: str) -> bool:
    """Have a kept file looked at. Safe to run twice; while the scanner is away it fails, and the outbox tries again."""
    from schools import clearing

    return clearing.scan_kept(key, sha256)


@shared_task(name="schools.sweep_scans")
def sweep_scans() -> int:
    """Note a job for each file that no scanner has seen."""
    from schools import clearing

    return clearing.sweep()


@shared_task(name="schools.read_office")
def read_office(key: str, sha256: str, mime: str) -> bool:
    """Make the preview of an office file. Safe to run twice."""
    from schools import outlining

    return bool(outlining.make(key, sha256, mime).key)


@shared_task(name="schools.sweep_previews")
def sweep_previews() -> int:
    """Note a job for each office file that has not been read."""
    from schools import outlining

    return outlining.sweep()
