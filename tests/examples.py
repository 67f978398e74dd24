"""Examples in the code (`>>> `) are tests too. Only files that hold one are read for them: all would be the whole site."""

from collections.abc import Generator
from pathlib import Path

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    found = yield
    if file_path.suffix == ".py" and b">>> " not in file_path.read_bytes():
        return [one for one in found if type(one) is pytest.Module]  # a file of tests; a file of examples is a kind of it
    return found
