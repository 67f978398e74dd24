"""Words and facts about posts that pages share: which are offered, which duties belong to them, which certificate is held."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.states import State
from certificates.models import Certificate
from certificates.status import Status
from organisations.models import Organisation

Post = Appointment.Post


@dataclass(frozen=True)
class Offer:
    """A post that a firm can give, and what Article 9 says of it."""

    post: str
    name: str
    sentence: str


def posts_offered(firm: Organisation) -> list[Offer]:
    """Every post, the one that fits the firm's size first. None is compelled, none is barred (Art. 9)."""
    cqo = Offer(
        Post.CQO,
        str(Post.CQO.label),
        _(
            "Article 9 encourages enterprises to have one. It builds quality culture, answers for supervision, "
            "prevents faults, and may veto as far as you authorise it."
        ),
    )
    small = [
        Offer(Post.QSD, str(Post.QSD.label), _("Article 9 lets small and micro enterprises set up this post.")),
        Offer(Post.QSO, str(Post.QSO.label), _("Article 9 lets small and micro enterprises set up this post.")),
    ]
    if firm.is_small:
        return [*small, cqo]
    other = _("Named in Article 9 for small and micro enterprises; other rules may ask for it elsewhere too.")
    return [cqo, *(Offer(one.post, one.name, other) for one in small)]


def duties_of(post: str) -> str:
    """What a proposal begins with; the firm writes its own over it.

    The first three lines are what Article 9 says of a chief quality officer.
    """
    if post == Post.CQO:
        return "\n".join(
            [
                _("Builds the enterprise's quality culture."),
                _("Answers for the supervision of the quality of products and services."),
                _("Carries out preventive measures for quality."),
                _("Vetoes in matters of quality and safety as far as the enterprise authorises it."),
            ]
        )
    if post == Post.QSD:
        return "\n".join(
            [
                _("Looks after quality and safety week by week."),
                _("Reports to the head of the firm and follows up what was found."),
            ]
        )
    if post == Post.QSO:
        return "\n".join([_("Checks quality and safety day by day."), _("Writes down what was found and has it put right.")])
    return ""


def held_certificate(appointment: Appointment) -> Certificate | None:
    """A valid certificate for this post, if the person holds one (one query). The Regulation asks for none."""
    live = Certificate.objects.live().told().filter(holder_id=appointment.person_id, scheme__code__iexact=appointment.post)
    return next((one for one in live if one.status == Status.VALID), None)


def headline(appointment: Appointment) -> str:
    """Where it stands, in a sentence."""
    sentences = {
        State.PROPOSED: _("Proposed. Nothing holds before the person accepts."),
        State.DECLINED: _("Declined."),
        State.COMING: _("Accepted; it begins on its first day."),
        State.ACTIVE: _("In post."),
        State.ENDED: _("Ended. What was written stays."),
    }
    return sentences[appointment.state]
