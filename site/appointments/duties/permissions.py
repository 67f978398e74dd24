"""Who does what in a firm's duties. Whoever has no business there is told that there is no such page."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from accounts.models import User
from appointments.duties.models import within_reach
from appointments.models import Appointment
from organisations.models import Organisation

Post = Appointment.Post


@dataclass(frozen=True)
class Standing:
    """What somebody is in a firm today: the head, somebody in a post of quality, or both."""

    user: User
    firm: Organisation
    is_head: bool
    posts: tuple[Appointment, ...]

    def post(self, *wanted: Post) -> Appointment | None:
        """The first of these posts the person holds."""
        return next((one for post in wanted for one in self.posts if one.post == post), None)

    @property
    def may_draft(self) -> bool:
        """Whether the person writes the risk control list."""
        return self.post(Post.QSD, Post.CQO) is not None

    @property
    def may_write_days(self) -> bool:
        return self.post(Post.QSO, Post.QSD) is not None

    @property
    def may_write_weeks(self) -> bool:
        return self.post(Post.QSD) is not None

    @property
    def may_write_months(self) -> bool:
        return self.is_head or self.may_write_weeks

    @property
    def may_mark_idle(self) -> bool:
        return self.is_head or self.may_write_days


def standing(user: User, slug: str) -> Standing:
    """What the person is in this firm, or 404 (3 queries)."""
    firm = get_object_or_404(within_reach(user).told(), slug=slug)
    posts = Appointment.objects.in_force().filter(organisation=firm, person=user)
    is_head = Organisation.objects.managed_by(user).filter(pk=firm.pk).exists()
    return Standing(user, firm, is_head, tuple(posts))
