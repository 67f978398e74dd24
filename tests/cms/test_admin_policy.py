"""G02: which scripts within a page of the admin may run: Wagtail's own calls with data, and nothing else."""

import pytest

from cms.admin_policy import policy

CALLS = [
    'initDateTimeChooser("id_go_live_at", {"dayOfWeekStart": 1});',
    'initDateChooser("id_day", {});',
    'new PageChooser("id_page", {"modalUrl": "/cms/choose-page/", "canChooseRoot": false});',
    '\n(function() {\n var panel = new InlinePanel(JSON.parse("\\u007B\\u0022a\\u0022: 1\\u007D"));\n })();\n',
]
OTHERS = [
    "alert(1)",
    'initDateChooser("id", {}); alert(1);',
    'initDateChooser("id", alert(1));',
    'new Image("id", {"a": fetch("//evil")});',
    '(function() { var panel = new InlinePanel(JSON.parse("a" + alert(1) + "b")); })();',
    'initDateChooser("id", {}); alert(1); ({});',
]


@pytest.mark.parametrize("text", CALLS, ids=["moment", "day", "chooser", "rows"])
def test_g02_a_call_of_wagtails_is_allowed_by_its_digest(text):
    assert policy(f"<p><script>{text}</script>").count("sha256-") == 1


@pytest.mark.parametrize("text", OTHERS, ids=range(len(OTHERS)))
def test_g02_whatever_else_somebody_got_into_a_page_does_not_run(text):
    assert "sha256-" not in policy(f"<p><script>{text}</script>")


def test_g02_the_same_call_in_rows_to_come_is_allowed_with_its_number():
    row = '<script>new DocumentChooser("id_m-__prefix__-file", {});<-/script>'
    told = policy(f'<script type="text/django-form-template" id="t">{row}</script>')
    assert told.count("sha256-") == 20


def test_a_page_without_scripts_needs_no_digest():
    assert "script-src 'self';" in policy("<script src='/static/a.js'></script><script type='application/json'>{}</script>")
