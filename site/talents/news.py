"""What this room tells people: what came of an expert's entry, and that somebody asks an expert."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.kinds import Kind

ROOM = _("Experts")


def mine() -> str:
    return reverse("talents:expert_mine")


ADMITTED = Kind(
    code="experts.admitted",
    room=ROOM,
    name=_("I am listed as an expert"),
    rule=_("Goes when your entry in the directory of experts is admitted."),
    subject=_("You are listed in the directory of experts"),
    text=_("Everybody can read your entry now. You can take it back at any time."),
)
RETURNED = Kind(
    code="experts.returned",
    room=ROOM,
    name=_("My entry as an expert is returned"),
    rule=_("Goes when your entry in the directory of experts is returned, with the reason."),
    subject=_("Your entry in the directory of experts is returned"),
    text=_("The reason: %(reason)s"),
    is_owed=True,
)
ASKED = Kind(
    code="experts.asked",
    room=ROOM,
    name=_("Somebody asks me as an expert"),
    rule=_("Goes when somebody asks you a question through the directory of experts."),
    subject=_("%(person)s asks you a question"),
    text=_("The question stands in your entry. Whether and how you answer is up to you."),
)
KINDS = (ADMITTED, RETURNED, ASKED)
