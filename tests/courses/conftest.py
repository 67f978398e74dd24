"""What several files about courses stand on."""

from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture
def nobody_has_asked_yet(time_machine: Any) -> None:
    """Programs are limited by the minute: a minute that has just begun, and nothing counted."""
    time_machine.move_to("2026-12-01 10:00:20+08:00")
    cache.clear()
