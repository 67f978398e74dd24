"""What several tests of the exams have in common."""

import pytest

from tests.browser import PATIENCE
from tests.exams.writing_on_paper import form, invigilator, room, seat

# A room in which an exam is written on paper; a test file with a room of its own has its own.
__all__ = ["device", "form", "invigilator", "room", "seat"]


@pytest.fixture
def device(browser, site, client_of, learner):
    """`device()`: the candidate's browser on one more device. Lines go down here, so its console is not watched."""
    contexts = []

    def page(**options):
        context = browser.new_context(base_url=site, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "sessionid", "value": client_of(learner).cookies["sessionid"].value, "url": site}])
        contexts.append(context)
        return context.new_page()

    yield page
    for context in contexts:
        context.close()
