"""A batch in a process of its own, killed by the system at a chosen moment: `python -m tests.certificates.batch MOMENT [hasty]`.

MOMENT: `half` while the fourth file is half written, `written` when it lies there and is not recorded yet, `issued` when
the fourth certificate is issued and nothing more. A signature differs each time: so do these files.
`hasty` is the control: files are written without a note, as a simpler site would.
"""

import os
import secrets
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.core.files.base import ContentFile  # only once Django is set up
from django.core.files.storage import storages  # only once Django is set up
from django.core.management import call_command

from certificates import issuing, printing, storing
from certificates.management.commands import issue_certificates
from certificates.models import Artefact, Writing

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


def laid_out(manner: str, put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Each file differs from every other. `hasty`: it is written, then recorded, and nobody knows of it in between."""
    draw: Any = printing
    drawn = draw.render
    put(draw, "render", lambda *args: drawn(*args) + b"\n%" + secrets.token_hex(8).encode())
    if manner == "hasty":
        put(storing, "_note", lambda certificate, stem, content: Writing(certificate=certificate, key=f"{stem}.pdf"))
        put(storing, "_record", lambda note, **told: Artefact.objects.create(certificate=note.certificate, key=note.key, **told))


def main(moment: str, manner: str = "") -> None:
    store: Any = storing
    command: Any = issue_certificates
    keep = store.keep
    laid_out(manner)

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
