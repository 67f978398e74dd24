import pytest

from notices import kinds
from tests.notices.kinds import LETTER, NEWS, SEAT, VERDICT


@pytest.fixture
def trial_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four kinds, and no others."""
    monkeypatch.setattr(kinds, "_kinds", {kind.code: kind for kind in (SEAT, NEWS, VERDICT, LETTER)})
