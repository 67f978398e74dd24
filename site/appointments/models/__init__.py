"""Art. 9 in force (聘任): posts, powers, vetoes, duties done."""

from appointments.models.appointments import Appointment
from appointments.models.authorisations import Authorisation
from appointments.models.duties import Attachment, DutyEntry, PreventiveMeasure
from appointments.models.letters import AppointmentLetter
from appointments.models.vetoes import Veto, VetoRuling

__all__ = [
    "Appointment",
    "AppointmentLetter",
    "Attachment",
    "Authorisation",
    "DutyEntry",
    "PreventiveMeasure",
    "Veto",
    "VetoRuling",
]
