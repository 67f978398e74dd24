"""S01, S02: every address of the site has its line in a table that says who may go through it.

Firms, training and oversight: tests/appointments/doors.py. Exams: tests/exams/test_doors.py. All others: here. Whoever adds an
address adds its line; what a line promises is asked for below, in each role, with names of things that do not exist. With things
that exist and are another's, the rooms' own tests ask.
"""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.appointments import doors as firms
from tests.exams import test_doors as exams

pytestmark = pytest.mark.django_db

OPEN = """
healthz readyz hello robots sitemap card home openapi api
pages:search pages:comfort pages:site_map pages:feed pages:manifest pages:share pages:notes pages:note pages:field wagtail_serve
wagtaildocs_serve wagtaildocs_authenticate_with_password wagtailcore_authenticate_with_password wagtailcore_login
accounts:privacy account_login account_signup account_logout account_inactive account_reset_password account_reset_password_done
account_reset_password_from_key account_reset_password_from_key_done account_request_login_code account_confirm_login_code
account_email_verification_sent mfa_authenticate mfa_login_webauthn socialaccount_login_cancelled socialaccount_login_error
socialaccount_signup weixin_login weixin_callback feishu_login feishu_callback dingtalk_login dingtalk_callback
openid_connect_login openid_connect_callback
statutes:index statutes:statute statutes:text notices:unsubscribe
courses:catalogue courses:course courses:lesson courses:library_lesson courses:track courses:run courses:captions courses:medium
courses:offline_worker courses:offline_editions courses:record_check courses:calendar_feed
package_frame package_state package_file
certificates:issuer certificates:achievement certificates:badge_picture certificates:credential certificates:status_list
certificates:keys certificates:key_set certificates:key certificates:key_pem certificates:verify certificates:check_pdf
certificates:check_digest certificates:badge_check certificates:verification certificates:named certificates:proof
certificates:shared certificates:log certificates:log-heads certificates:log-consistency certificates:log-head
certificates:register certificates:register-search certificates:register-statistics certificates:register-statistics-file
certificates:list-check certificates:list-template
campaigns:newest campaigns:quiz campaigns:quiz_set campaigns:covenants campaigns:covenant campaigns:month campaigns:pledge
campaigns:slogans campaigns:contest campaigns:ranking campaigns:draw campaigns:tickets campaigns:material
events:programme events:calendar events:feed events:event events:event_calendar events:registration events:guest
schools:library schools:feed schools:archive schools:lom schools:file schools:schools schools:school schools:pack
api:certificate api:certificate-other api:api-root
talents:programmes talents:syllabus_file talents:syllabus talents:programme talents:class_entrance talents:class_done
talents:class_check events:organiser metrics
courses:activity_form schools:cartridge schools:expert schools:expert_file schools:look schools:small talents:index
talents:career_check talents:policies talents:policy talents:bulletins talents:bulletin talents:awards talents:award_days
talents:story talents:award_calendar talents:award talents:bases talents:base cases:library cases:feed cases:case
talents:experts talents:expert pages:report pages:reported
"""
SIGNED_IN = """
accounts:profile accounts:my_data accounts:copy accounts:erasure accounts:withdrawal
account_reauthenticate account_email account_change_password account_set_password account_verify_phone account_change_phone
mfa_index mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes
mfa_download_recovery_codes mfa_list_webauthn mfa_add_webauthn mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn
usersessions_list socialaccount_connections
notices:inbox notices:readings notices:preferences notices:notice notices:reading
courses:enrolment courses:run_place courses:run_withdrawal courses:answers courses:activity courses:sittings courses:task
courses:task_submission courses:task_removal courses:completion courses:made_up_hours courses:notes_of_lesson
courses:package_opening courses:package courses:package_look courses:teaching courses:teaching_group courses:teaching_people
courses:teaching_roster courses:teaching_exports courses:export courses:export_progress courses:export_file
courses:teaching_counting courses:teaching_announcements courses:works courses:work courses:work_mark
courses:work_file courses:meetings courses:meeting courses:meeting_details courses:meeting_cancellation courses:meeting_code
courses:meeting_sheet courses:meeting_here courses:meeting_attendance courses:meeting_reversal courses:beats courses:dashboard
courses:offline courses:offline_lesson courses:offline_contents
courses:notes courses:notes_file courses:note courses:note_removal courses:calendar courses:calendar_key
courses:record courses:records courses:record_file courses:record_pdf courses:hours
certificates:mark
certificates:index certificates:certificate certificates:pdf certificates:rendering certificates:link certificates:correction
certificates:cancellation certificates:substitute certificates:proceeding certificates:statement certificates:appeal
certificates:enclosure certificates:badge certificates:badge_consent certificates:badge_withdrawal certificates:badge_file
certificates:renewal certificates:renewal_application certificates:activities certificates:renewal_sector
certificates:renewals_due certificates:claims certificates:recognised certificates:reversal certificates:claim_decision
certificates:activity_evidence certificates:activity_withdrawal certificates:apply certificates:application
certificates:submission certificates:application_withdrawal certificates:application_appeal certificates:application_evidence
certificates:evidence_removal
campaigns:play campaigns:answers campaigns:covenant_new campaigns:covenant_draft campaigns:covenant_signing
campaigns:covenant_withdrawal campaigns:signature campaigns:entries campaigns:votes campaigns:jury campaigns:begin
events:submit events:mend events:mine events:ticket events:withdrawal events:check_in events:scanned events:attendance
events:attendance_file events:taking_back events:reversal
talents:groups talents:joining talents:group talents:grades_file talents:leaving talents:columns talents:grades
talents:proposals talents:credits talents:credit_decision talents:class_codes talents:class_counts talents:class_closing
schools:desk schools:new schools:import schools:review schools:submission schools:decision schools:comments
schools:invitations schools:adoption schools:rating schools:adaptation schools:replies schools:resolution schools:revocation
talents:mine talents:opening talents:withdrawal talents:people talents:profile talents:career talents:careers
talents:career_file talents:fits talents:assessment talents:assessed talents:assessed_file talents:base_desks
talents:base_desk talents:base_days talents:base_closures talents:base_reviews talents:base_report talents:base_sheet
schools:draft_file cases:submit cases:mend cases:mine cases:name_withdrawal
talents:expert_mine talents:expert_agreement talents:expert_withdrawal talents:expert_question
"""
# Told to programs with a token of an organisation.
TOKEN = """
api:members api:courses api:course api:enrolments api:progress api:assignment api:hours api:hours-totals api:events
"""
_KINDS = {"open": OPEN, "signed in": SIGNED_IN, "token": TOKEN}
HERE = {name: kind for kind, names in _KINDS.items() for name in names.split()}
# Rooms whose addresses are told by a room's own table.
ELSEWHERE = ("exams:", "organisations:", "training:", "appointments:", "oversight:")
NAMED_BY_NOBODY = {"^media/(?P<path>.*)$", "_util/login/"}


def walk(patterns: list[URLPattern | URLResolver], room: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of each address."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{room}{pattern.namespace}:" if pattern.namespace else room
            yield from walk(pattern.url_patterns, inner, here)
        else:
            yield f"{room}{pattern.name}" if pattern.name else "", here


def addresses() -> list[tuple[str, str]]:
    """(name, route) of every address outside the admin."""
    return list(dict.fromkeys(one for one in walk(get_resolver().url_patterns) if not one[1].startswith("cms/")))


def filled(route: str) -> str:
    """An address of that form which names nothing there is."""
    route = re.sub(r"<uuid:\w+>", str(UUID(int=7)), route)
    route = re.sub(r"<(?:int|str):year>", "1999", route)
    route = re.sub(r"<int:\w+>", "987654", route)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "nowhere", route)


def asked(client: Client, route: str, method: str) -> HttpResponseBase:
    address = filled(route)
    return client.get(address) if method == "GET" else client.post(address, {})


def to_login(answer: HttpResponseBase) -> bool:
    return answer.status_code == 302 and "/account/login" in answer["Location"]


def test_s01_every_address_has_its_line_in_one_table() -> None:
    told = {*HERE, *firms.DOORS, *(f"exams:{name}" for name in exams.DOORS)}
    missing = {name or route for name, route in addresses()} - told - NAMED_BY_NOBODY
    missing = {name for name in missing if not (name.startswith(ELSEWHERE) and name in told)}
    assert not missing, f"say who may: in HERE of tests/test_doors.py, or in the room's own table: {sorted(missing)}"


def test_s01_no_line_tells_of_an_address_that_is_gone() -> None:
    there = {name for name, _route in addresses()}
    assert {name for name in HERE if name not in there} == set()


def simple(kind: str) -> list[tuple[str, str]]:
    """The addresses of that kind which are made of plain parts."""
    return [(name, route) for name, route in addresses() if HERE.get(name) == kind and "(" not in route]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_s01_what_is_for_those_signed_in_lets_nobody_else_in(client: Client, method: str) -> None:
    wrong = []
    for name, route in simple("signed in"):
        answer = asked(client, route, method)
        if not (to_login(answer) or answer.status_code in {401, 403, 404, 405}):
            wrong.append((name, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_s02_what_names_a_thing_of_somebody_elses_is_nowhere(client_of, stranger, method: str) -> None:
    browser, wrong = client_of(stranger), []
    for name, route in simple("signed in"):
        if "<" not in route:
            continue
        answer = asked(browser, route, method)
        if answer.status_code not in {403, 404, 405, 422} and "/reauthenticate/" not in answer.get("Location", ""):
            wrong.append((name, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_s01_programs_are_told_nothing_without_a_token(client_of, stranger, method: str) -> None:
    for name, route in simple("token"):
        for browser in (Client(), client_of(stranger)):
            assert asked(browser, route, method).status_code in {401, 403, 404, 405}, name


def test_s01_what_is_open_asks_nobody_who_he_is_and_breaks_for_nobody(client: Client) -> None:
    wrong = []
    for name, route in simple("open"):
        answer = asked(client, route, "GET")
        # A step of signing in that nobody has begun leads to where one begins.
        is_step = name.startswith(("account_", "mfa_", "socialaccount_", "wagtailcore_login"))
        if answer.status_code >= 500 or (to_login(answer) and not is_step):
            wrong.append((name, answer.status_code))
    assert not wrong


def admin_addresses() -> list[str]:
    found = [route for _name, route in walk(get_resolver().url_patterns) if route.startswith("cms/")]
    plain = [route for route in dict.fromkeys(found) if "(" not in route and "^" not in route]
    return [route for route in plain if not re.search(r"jsi18n|sprite|login|logout|password_reset", route)]


@pytest.mark.parametrize("who", ["anonymous", "stranger", "learner_with_a_firm"])
def test_s01_s12_no_address_of_the_admin_opens_for_whoever_has_no_desk_there(client_of, stranger, employer, who: str) -> None:
    browser = {"anonymous": Client(), "stranger": client_of(stranger), "learner_with_a_firm": client_of(employer)}[who]
    wrong = [
        (route, answer.status_code)
        for route in admin_addresses()
        if (answer := asked(browser, route, "GET")).status_code not in {302, 403, 404, 405}
    ]
    assert not wrong
    assert len(admin_addresses()) > 100


def test_the_control_an_open_page_would_be_noticed(client: Client) -> None:
    answer = asked(client, "verify/", "GET")
    assert answer.status_code == 200
    assert not to_login(answer)
