from appointments.views.appointments import acceptance, appointment, end, index, proposal, refusal
from appointments.views.duties import effect, file, log, measures, report, report_file
from appointments.views.powers import authorisation, revocation, ruling, veto, vetoes
from appointments.views.public import figures, figures_file, letter, letter_file

__all__ = [
    "acceptance",
    "appointment",
    "authorisation",
    "effect",
    "end",
    "figures",
    "figures_file",
    "file",
    "index",
    "letter",
    "letter_file",
    "log",
    "measures",
    "proposal",
    "refusal",
    "report",
    "report_file",
    "revocation",
    "ruling",
    "veto",
    "vetoes",
]
