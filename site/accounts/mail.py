"""The demo's mail: printed where the site runs, and the latest kept in a file, so that a newcomer finds the code."""

import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

BACKEND = "accounts.mail.DemoBackend"


def latest() -> Path:
    """Where the latest mail lies."""
    return Path(settings.DATA_DIR) / "mail" / "latest.txt"


def place() -> str:
    """Where a person finds the demo's mail, or nothing when mail is really sent."""
    if not settings.DEBUG or settings.EMAIL_BACKEND != BACKEND:
        return ""
    path = latest()
    return str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path)


class DemoBackend(BaseEmailBackend):
    """Prints each mail as a person reads it (no MIME) and keeps the latest. Sends nothing anywhere."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            text = _readable(message)
            sys.stdout.write(f"\n{text}\n")
            sys.stdout.flush()
            path = latest()
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return len(email_messages)


def _readable(message: EmailMessage) -> str:
    rule = "─" * 60
    return f"{rule}\n{', '.join(message.to)}\n{message.subject}\n{rule}\n{message.body}\n{rule}\n"
