"""What the desk of the exam office says about the bank: drafts that wait for a second person."""

from accounts.models import User
from courses.dashboard import Section
from exams.models import Proposal


def reviews(user: User) -> Section | None:
    """How many proposals this person may decide on, and how many of his own wait for others (2 queries)."""
    if not user.has_perm("exams.change_proposal"):
        return None
    waiting = Proposal.objects.awaiting()
    own = waiting.filter(author=user).count()
    return Section(template="exams/desk_reviews.html", context={"others": waiting.count() - own, "own": own})
