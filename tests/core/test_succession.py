"""Who goes on while others begin (config/succession.py), by the table alone; with real processes: test_stopping.py."""

import os

import pytest

from config.succession import Leaving, Succession


def test_a_process_goes_on_while_a_younger_one_begins_and_leaves_when_it_serves() -> None:
    table = Succession()
    table.serves(1)
    leaving = Leaving(table, 1)
    assert not leaving.is_due(), "nobody told it to end"
    table.announced(2)
    assert not leaving.told()
    table.begun(2)
    assert not leaving.is_due()
    table.serves(2)
    assert leaving.is_due()


@pytest.mark.parametrize("answer", [ProcessLookupError, PermissionError])
def test_a_process_that_died_while_it_began_is_waited_for_by_nobody(monkeypatch: pytest.MonkeyPatch, answer: type) -> None:
    """Also when its number is another account's meanwhile: a process that is told to end must not fall over that."""

    def kill(process: int, sign: int) -> None:
        raise answer

    table = Succession()
    table.serves(1)
    table.begun(2)
    leaving = Leaving(table, 1)
    assert not leaving.told()
    monkeypatch.setattr(os, "kill", kill)
    assert leaving.is_due()
