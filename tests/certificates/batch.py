"""A batch in a process of its own, killed by the system at a chosen moment: `python -m tests.certificates.batch MOMENT [hasty]`.

MOMENT: `half` while the fourth file is half written, `written` when it lies there and is not recorded yet, `issued` when
the fourth certificate is issued and nothing more, `never`. A signature differs each time: so do these files.
`hasty` is the control: files are written without a note, as a simpler site would.
"""

import os
import secrets
import signal
import sys
from typing import Any

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402  # only once Django is set up
from django.core.files.storage import storages  # noqa: E402  # only once Django is set up
from django.core.management import call_command  # noqa: E402

from certificates import issuing, printing, storing  # noqa: E402
from certificates.management.commands import issue_certificates  # noqa: E402
from certificates.models import Artefact, Writing  # noqa: E402

_FOURTH = 4


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(many: int, deed: Any, then: Any) -> Any:
    """`deed`, and at its so-manieth call `then` with the same arguments in its place."""
    calls = iter(range(1, 10**6))

    def replaced(*args: Any, **kwargs: Any) -> Any:
        return then(*args, **kwargs) if next(calls) == many else deed(*args, **kwargs)

    return replaced


def half_written(key: str, content: bytes) -> None:
    storages["artefacts"].save(key, ContentFile(content[: len(content) // 2]))
    die()


def hastily() -> None:
    """Without notes: the file is written, then recorded, and nobody knows of it in between."""
    store: Any = storing
    store._note = lambda certificate, stem, content: Writing(certificate=certificate, key=f"{stem}.pdf")
    store._record = lambda note, **record: Artefact.objects.create(certificate=note.certificate, key=note.key, **record)


def main(moment: str, manner: str = "") -> None:
    draw: Any = printing
    store: Any = storing
    command: Any = issue_certificates
    drawn, keep = draw.render, store.keep
    draw.render = lambda *args: drawn(*args) + b"\n%" + secrets.token_hex(8).encode()
    if manner == "hasty":
        hastily()

    def written(key: str, content: bytes) -> None:
        keep(key, content)
        die()

    def issued(**kwargs: Any) -> None:
        issuing.issue(**kwargs)
        die()

    if moment == "half":
        store.keep = after(_FOURTH, keep, half_written)
    elif moment == "written":
        store.keep = after(_FOURTH, keep, written)
    elif moment == "issued":
        command.issue = after(_FOURTH, issuing.issue, issued)
    call_command("issue_certificates")


if __name__ == "__main__":
    main(*sys.argv[1:])
