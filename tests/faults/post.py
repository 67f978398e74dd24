"""A mail server that takes its time and keeps a line for each letter, so that letters gone twice can be counted."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SECONDS = 0.05


class Backend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            time.sleep(SECONDS)
            with Path(os.environ["FAULT_POST"]).open("a", encoding="utf-8") as file:
                file.write(f"{' '.join(message.to)} {message.subject}\n")
        return len(email_messages)
