"""The code by which somebody is let in (签到码). Pure rules; what it shares with other codes is in core.codes."""

from core.codes import drawn

LENGTH = 8


def new_code() -> str:
    return drawn(LENGTH)
