"""What the desk of the exam office says about sealed answer files."""

from accounts.models import User
from courses.dashboard import Section
from exams import sealing_keys
from exams.models.sitting import runs_exams


def answer_files(user: User) -> Section | None:
    """The way to the page where such a file is taken in; it also says when there is no key to open one."""
    if not runs_exams(user):
        return None
    return Section(template="exams/desk_files.html", context={"has_key": bool(sealing_keys.office_keys())})
