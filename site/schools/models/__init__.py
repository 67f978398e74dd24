from schools.models.excerpt import Excerpt
from schools.models.expert import ExpertInvitation, ExpertOpinion
from schools.models.file import PackFile
from schools.models.pack import LessonPackPage
from schools.models.review import Claim, Decision, DepartmentTask
from schools.models.scan import Scan
from schools.models.school import SchoolIndexPage, SchoolPage
from schools.models.using import Adoption, Rating

__all__ = [
    "Adoption",
    "Claim",
    "Decision",
    "DepartmentTask",
    "Excerpt",
    "ExpertInvitation",
    "ExpertOpinion",
    "LessonPackPage",
    "PackFile",
    "Rating",
    "Scan",
    "SchoolIndexPage",
    "SchoolPage",
]
