"""The fault run in short form: web workers killed, the database ended twice, and the control that must lose answers."""

import json
import subprocess
import sys

import pytest

from tests.load.servers import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


def test_no_acknowledged_answer_is_lost_when_servers_are_killed():
    words = [sys.executable, "-m", "tests.faults.exam", "--quick", "--short", "--learners", "6"]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert all(row["acknowledged"] and not row["lost"] for row in told["faults"])
    assert told["control"]["lost"] > 0
