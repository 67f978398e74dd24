"""Who goes on while others begin (serving/succession.py), by the table alone; with real processes: test_stopping.py."""

import os
import subprocess
import sys

import pytest

from serving.succession import Leaving, Succession
from tests.core.plant import ROOT


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


def test_gunicorns_master_reads_nothing_of_the_site() -> None:
    """What it has read its processes have, also those of the next release: its settings, and with them its templates."""
    ask = "import sys, serving.gunicorn, serving.workers; print(*{name.partition('.')[0] for name in sys.modules})"
    env = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    call = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True, timeout=60)
    read = set(call.stdout.split())
    assert "serving" in read
    assert not read & {path.parent.name for path in [*ROOT.glob("*/__init__.py"), *ROOT.glob("site/*/__init__.py")]} - {"serving"}
