from schools.models.pack import LessonPackPage, PackFile
from schools.models.review import Claim, Decision, DepartmentTask
from schools.models.school import SchoolIndexPage, SchoolPage

__all__ = ["Claim", "Decision", "DepartmentTask", "LessonPackPage", "PackFile", "SchoolIndexPage", "SchoolPage"]
