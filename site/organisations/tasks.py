from celery import shared_task


@shared_task(name="organisations.send_invitations")
def send_invitations(invitations: list[str]) -> int:
    """Send some letters. Safe to run twice and beside itself: each goes once."""
    from organisations import inviting

    return inviting.send_all(invitations)


@shared_task(name="organisations.send_invitation")
def send_invitation(invitation: str) -> int:
    """Send the letter that an earlier job left behind."""
    from organisations import inviting

    return inviting.send_all([invitation])


@shared_task(name="organisations.sweep_invitations")
def sweep_invitations() -> int:
    """Take up letters whose job was lost."""
    from organisations import inviting

    return inviting.sweep()


@shared_task(name="organisations.import_roster")
def import_roster(pk: str) -> int:
    """Do what is left of a confirmed import. Safe to run twice and beside itself."""
    from organisations.roster import importing

    return importing.run(pk)


@shared_task(name="organisations.forget_imports")
def forget_imports() -> int:
    """Empty the rows of imports that were kept long enough. Safe to run twice and beside itself."""
    from organisations import forgetting

    return forgetting.forget_imports()
