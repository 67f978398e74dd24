"""Who may go through which door: every address that asks one to sign in, of all rooms but firms, training, oversight and exams.

Whoever adds an address adds its name to the line that says who may, by which methods, and what the address names: a key of
`House.names`. When it is a new kind of thing, make one of it in the room's module of tests/house as well.
"""

from tests.house.door import BOTH, READ, WRITE, Door
from tests.house.people import KNOCKING

SIGNED_IN = frozenset({*KNOCKING} - {"anonymous"})
NOBODY = frozenset[str]()
OWNER, OFFICE, TEACHES = frozenset({"owner"}), frozenset({"superuser"}), frozenset({"teacher_a"})
# Learners of one course; who teaches the owner's group, and whoever looks after all groups; who teaches anywhere.
LEARNERS, TEACHER, TEACHERS = frozenset({"owner", "other"}), TEACHES | OFFICE, TEACHES | {"teacher_b"}
FIRM, FIRMS = frozenset({"manager_a"}), frozenset({"manager_a", "manager_b"})
SEEN = OWNER | OFFICE
# A draft of a school is read by its teachers and by both departments; the one whose turn it is decides.
FIRST, REGULATOR = frozenset({"reviewer"}), frozenset({"regulator"})
REVIEWERS, READERS = FIRST | REGULATOR, FIRST | REGULATOR | TEACHER

DOORS: dict[str, Door] = {}


def doors(
    room: str,
    names: str,
    may: frozenset[str],
    methods: frozenset[str],
    thing: str = "",
    *,
    writes: frozenset[str] | None = None,
    sees: frozenset[str] = NOBODY,
) -> None:
    """A line: doors of one room, all alike."""
    DOORS.update({room + name: Door(may, methods, thing, writes, sees) for name in names.split()})


doors("accounts:", "profile copy erasure", SIGNED_IN, BOTH)
doors("accounts:", "my_data", SIGNED_IN, READ)
doors("accounts:", "withdrawal", OWNER, WRITE, "consent")
doors("account_", "reauthenticate email change_password set_password", SIGNED_IN, BOTH)
doors("account_", "verify_phone change_phone", SIGNED_IN, BOTH, "no phone")
doors("mfa_", "index list_webauthn", SIGNED_IN, READ)
doors("mfa_", "reauthenticate activate_totp generate_recovery_codes add_webauthn reauthenticate_webauthn", SIGNED_IN, BOTH)
doors("mfa_", "deactivate_totp download_recovery_codes remove_webauthn edit_webauthn", SIGNED_IN, BOTH, "no second factor")
doors("mfa_", "view_recovery_codes", SIGNED_IN, READ, "no second factor")
doors("", "usersessions_list socialaccount_connections", SIGNED_IN, BOTH)

doors("notices:", "inbox", SIGNED_IN, READ)
doors("notices:", "readings", SIGNED_IN, WRITE)
doors("notices:", "preferences", SIGNED_IN, BOTH)
doors("notices:", "notice", OWNER, READ, "notice")
doors("notices:", "reading", OWNER, WRITE, "notice")

doors("courses:", "dashboard hours", SIGNED_IN, BOTH)
doors("courses:", "offline notes calendar record", SIGNED_IN, READ)
doors("courses:", "calendar_key records", SIGNED_IN, WRITE)
doors("courses:", "notes_file record_file", SIGNED_IN, READ, "file of one's own")
doors("courses:", "enrolment", SIGNED_IN, WRITE, "course")
doors("courses:", "run_place run_withdrawal", SIGNED_IN, WRITE, "run")
doors("courses:", "completion made_up_hours notes_of_lesson", LEARNERS, WRITE, "lesson")
doors("courses:", "answers", OWNER, WRITE, "lesson with checks")
doors("courses:", "offline_lesson", LEARNERS, READ, "lesson")
doors("courses:", "offline_contents", LEARNERS, READ, "course")
doors("courses:", "activity", LEARNERS, WRITE, "reading")
doors("courses:", "sittings", LEARNERS, WRITE, "film")
doors("courses:", "medium_place", LEARNERS, WRITE, "document")
doors("courses:", "package_opening", LEARNERS, WRITE, "package of a lesson")
doors("courses:", "beats", OWNER, WRITE, "sitting at a film")
doors("courses:", "package", OWNER, READ, "attempt at a package")
doors("courses:", "package_look", TEACHERS | OFFICE, READ, "package")
doors("courses:", "task", OWNER, BOTH, "task")
doors("courses:", "task_submission", OWNER, WRITE, "task")
doors("courses:", "task_removal", OWNER, WRITE, "file of a task")
doors("courses:", "note note_removal", OWNER, WRITE, "note")
doors("courses:", "record_pdf", OWNER, READ, "learning record")
doors("courses:", "teaching works", TEACHERS | OFFICE, READ)
doors("courses:", "teaching_group teaching_people teaching_exports", TEACHER, READ, "group")
doors("courses:", "teaching_roster teaching_counting", TEACHER, WRITE, "group")
doors("courses:", "waivers", TEACHER, BOTH, "group")
doors("courses:", "teaching_announcements", TEACHER, WRITE, "group of a run")
doors("courses:", "export export_progress export_file", TEACHER, READ, "export")
doors("courses:", "work", TEACHER, READ, "work")
doors("courses:", "work_mark", TEACHER, WRITE, "work")
doors("courses:", "work_file", TEACHER | OWNER, READ, "file of a task")
doors("courses:", "meetings", TEACHER, BOTH, "group of a run")
doors("courses:", "meeting meeting_code meeting_sheet", TEACHER, READ, "meeting")
doors("courses:", "meeting_details", TEACHER, BOTH, "meeting")
doors("courses:", "meeting_cancellation meeting_attendance", TEACHER, WRITE, "meeting")
doors("courses:", "meeting_reversal", TEACHER, WRITE, "attendance")
# Where a code leads that was scanned: without one, the page says so and names no meeting.
doors("courses:", "meeting_here", SIGNED_IN, BOTH, "meeting", writes=NOBODY, sees=SIGNED_IN)

doors("certificates:", "index", SIGNED_IN, READ)
doors("certificates:", "apply", SIGNED_IN, BOTH, "scheme")
doors("certificates:", "certificate pdf renewal", SEEN, READ, "certificate")
doors("certificates:", "rendering", SEEN, BOTH, "certificate")
doors("certificates:", "mark", SEEN, READ, "no mark of an operator")
doors("certificates:", "badge badge_file", OWNER, READ, "certificate")
doors("certificates:", "correction cancellation activities", OWNER, BOTH, "certificate")
doors("certificates:", "link badge_consent badge_withdrawal renewal_application renewal_sector", OWNER, WRITE, "certificate")
doors("certificates:", "substitute", OWNER, BOTH, "name on paper")
doors("certificates:", "proceeding", SEEN, READ, "measure")
doors("certificates:", "statement appeal", OWNER, WRITE, "measure")
doors("certificates:", "enclosure", SEEN, READ, "enclosure")
doors("certificates:", "application", OWNER, READ, "application")
doors("certificates:", "submission", OWNER, BOTH, "application")
doors("certificates:", "application_withdrawal application_appeal", OWNER, WRITE, "application")
doors("certificates:", "application_evidence", SEEN, READ, "evidence")
doors("certificates:", "evidence_removal", OWNER, WRITE, "evidence")
doors("certificates:", "activity_evidence", SEEN, READ, "claim")
doors("certificates:", "activity_withdrawal", OWNER, WRITE, "claim")
# The register's own pages: whoever does not keep it is told so before anything is looked up.
doors("certificates:", "renewals_due claims recognised", OFFICE, READ, sees=SIGNED_IN)
doors("certificates:", "reversal", OFFICE, WRITE, "credit", sees=SIGNED_IN)
doors("certificates:", "claim_decision", OFFICE, WRITE, "claim", sees=SIGNED_IN)

doors("campaigns:", "play", OWNER, READ, "play")
doors("campaigns:", "answers", OWNER, WRITE, "play")
doors("campaigns:", "covenant_new", FIRM, BOTH, "association")
doors("campaigns:", "covenant_draft", FIRM, BOTH, "draft of a covenant")
# Signatures are public. B signs for itself alone; A's own is taken back by A, or struck by whoever watches over covenants.
doors("campaigns:", "covenant_signing", frozenset({"manager_b"}), WRITE, "covenant", sees=SIGNED_IN)
doors("campaigns:", "covenant_withdrawal", FIRM | REGULATOR | OFFICE, WRITE, "signature", sees=SIGNED_IN)
doors("campaigns:", "entries votes", SIGNED_IN, WRITE, "year")
doors("campaigns:", "jury", TEACHES, BOTH, "year")

doors("events:", "mine", SIGNED_IN, READ)
doors("events:", "submit", SIGNED_IN, BOTH)
doors("events:", "mend", FIRM, BOTH, "event that waits")
doors("events:", "ticket", OWNER, READ, "ticket")
doors("events:", "withdrawal", OWNER, WRITE, "ticket")
doors("events:", "check_in", TEACHER, BOTH, "event")
doors("events:", "scanned attendance attendance_file", TEACHER, READ, "event")
doors("events:", "taking_back reversal", TEACHER, WRITE, "ticket")

doors("schools:", "desk new", SIGNED_IN, READ)
doors("schools:", "import", TEACHERS, BOTH, sees=SIGNED_IN)
doors("schools:", "review", READERS, READ, "draft")
doors("schools:", "draft_file", READERS, READ, "file of a draft")
doors("schools:", "submission", TEACHER, WRITE, "draft", sees=REVIEWERS)
doors("schools:", "decision", FIRST, WRITE, "draft", sees=READERS)
doors("schools:", "comments", READERS, WRITE, "draft")
doors("schools:", "replies", READERS, WRITE, "comment")
doors("schools:", "resolution", TEACHER | FIRST, WRITE, "comment", sees=REGULATOR)
doors("schools:", "invitations", REVIEWERS, WRITE, "draft", sees=READERS)
doors("schools:", "revocation", REVIEWERS, WRITE, "invitation", sees=READERS)
doors("schools:", "adoption rating adaptation", TEACHERS, WRITE, "public resource", sees=SIGNED_IN)

doors("talents:", "mine assessment expert_mine", SIGNED_IN, BOTH)
doors("talents:", "career fits", SIGNED_IN, READ)
doors("talents:", "careers joining", SIGNED_IN, WRITE)
doors("talents:", "opening withdrawal expert_agreement expert_withdrawal", OWNER, WRITE)
doors("talents:", "people", FIRMS, READ)
# Opened to enterprises by its owner.
doors("talents:", "profile", FIRMS | OWNER, READ, "profile")
doors("talents:", "career_file", OWNER, READ, "career")
doors("talents:", "assessed assessed_file", OWNER, READ, "self-assessment")
doors("talents:", "expert_question", SIGNED_IN, BOTH, "expert")
doors("talents:", "groups", SIGNED_IN, BOTH, writes=TEACHERS)
doors("talents:", "group", TEACHES | OWNER, READ, "class")
doors("talents:", "leaving", OWNER, WRITE, "class")
doors("talents:", "grades_file", TEACHES, READ, "class")
doors("talents:", "columns", TEACHES, WRITE, "class")
doors("talents:", "grades", TEACHES, WRITE, "column")
doors("talents:", "proposals", TEACHES, WRITE, "student")
doors("talents:", "credits", OFFICE, READ)
doors("talents:", "credit_decision", OFFICE, WRITE, "hours of a college")
doors("talents:", "class_codes", TEACHERS, BOTH, sees=SIGNED_IN)
doors("talents:", "class_counts", TEACHES, READ, "class code")
doors("talents:", "class_closing", TEACHES, WRITE, "class code")
doors("talents:", "base_desks", TEACHERS | REGULATOR | OFFICE, READ, sees=SIGNED_IN)
doors("talents:", "base_desk", TEACHER | REGULATOR, READ, "base")
doors("talents:", "base_days base_closures base_reopenings", TEACHER, WRITE, "base")
doors("talents:", "base_reviews", REGULATOR, WRITE, "base")
doors("talents:", "base_report", TEACHER, BOTH, "visit")
doors("talents:", "base_sheet", TEACHER, READ, "visit")

doors("cases:", "mine", SIGNED_IN, READ)
doors("cases:", "submit", FIRMS, BOTH, sees=SIGNED_IN)
doors("cases:", "mend", FIRM, BOTH, "case to mend")
doors("cases:", "name_withdrawal", FIRM, WRITE, "case")

# Of somebody without an account as well: a try from his own browser, a ticket by his own link, a file of a draft by an expert's.
FOR_GUESTS = {"campaigns:play", "campaigns:answers", "events:ticket", "events:withdrawal", "schools:draft_file"}
# Sent by a program of a page, which is told no by a number and led nowhere.
OF_SCRIPTS = {"courses:sittings", "courses:beats"}

# Open to everybody, and naming something: what the address is asked for with.
OPEN_OF = {
    "card": "card",
    "package_frame": "frame of a package",
    "package_file": "frame of a package",
    "notices:unsubscribe": "way out of letters",
    "courses:course": "course",
    "courses:run": "run",
    "courses:lesson": "lesson",
    "courses:library_lesson": "lesson",
    "courses:track": "track",
    "courses:captions": "medium",
    "courses:medium": "medium",
    "courses:medium_pages": "document",
    "courses:record_check": "learning record",
    "certificates:achievement": "achievement",
    "certificates:badge_picture": "achievement",
    "certificates:credential": "badge",
    "certificates:verification": "certificate",
    "certificates:proof": "certificate",
    "certificates:shared": "certificate",
    "campaigns:month": "year",
    "campaigns:slogans": "year",
    "campaigns:contest": "year",
    "campaigns:begin": "year",
    "campaigns:ranking": "year",
    "campaigns:draw": "year",
    "campaigns:covenant": "covenant",
    "campaigns:signature": "pledge",
    "events:organiser": "organiser's link",
    "events:event": "event",
    "events:event_calendar": "event",
    "events:registration": "event",
    "schools:school": "school",
    "schools:pack": "public resource",
    "schools:archive": "public resource",
    "schools:cartridge": "public resource",
    "schools:lom": "public resource",
    "schools:file": "public file",
    "schools:look": "public file",
    "schools:small": "public file",
    "schools:expert": "expert's link",
    "schools:expert_file": "expert's link",
    "talents:career_check": "career",
    "talents:expert": "expert",
    "talents:policy": "policy",
    "talents:bulletin": "bulletin",
    "talents:award": "award",
    "talents:award_calendar": "award",
    "talents:story": "story",
    "talents:base": "base",
    "talents:programme": "programme",
    "talents:syllabus": "syllabus",
    "talents:syllabus_file": "syllabus",
    "talents:class_check": "class code",
    "cases:case": "case",
    "pages:reported": "report",
}
