"""Text messages (短信): what an operator's provider has to do, and one that prints them for the demo.

A provider is a class with `send(number, text)`; settings.SMS_BACKEND names it. Empty: nobody is asked for a number.
"""

import logging
import re
import sys
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)
_MAINLAND = re.compile(r"1[3-9]\d{9}")
_ANYWHERE = re.compile(r"\+[1-9]\d{6,14}")


class Unsent(Exception):
    """The provider did not take the message."""


class Backend(Protocol):
    def send(self, number: str, text: str) -> None:
        """Hand one message to the provider. Raises Unsent."""


class ConsoleBackend:
    """Prints each message where the site runs. Sends nothing anywhere."""

    def send(self, number: str, text: str) -> None:
        rule = "─" * 60
        sys.stdout.write(f"\n{rule}\n{number}\n{rule}\n{text}\n{rule}\n")
        sys.stdout.flush()


def is_on() -> bool:
    """Whether numbers are taken at all."""
    return bool(settings.SMS_BACKEND)


def send(number: str, text: str) -> None:
    """Send; a provider that is away is noted in the log, and the reader asks for another code."""
    try:
        backend: Backend = import_string(settings.SMS_BACKEND)()
        backend.send(number, text)
    except Unsent as reason:
        log.warning("a text message was not taken: %s", reason)


def normal(typed: str) -> str:
    """A number as it is kept, +86 before a mainland one; empty when it cannot be one.

    >>> normal("138 0013 8000"), normal("+86-13800138000"), normal("0086 13800138000"), normal("+852 5123 4567"), normal("12345")
    ('+8613800138000', '+8613800138000', '+8613800138000', '+85251234567', '')
    """
    bare = re.sub(r"[\s()\-－]", "", typed)
    bare = "+" + bare[2:] if bare.startswith("00") else bare
    if _MAINLAND.fullmatch(bare):
        return f"+86{bare}"
    return bare if _ANYWHERE.fullmatch(bare) else ""
