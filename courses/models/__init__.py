from courses.models.course import Course, CourseVersion
from courses.models.learning import CheckAnswer, CreditEntry, Enrolment, LessonProgress
from courses.models.pages import CourseIndexPage, CoursePage, LessonIndexPage, LessonPage

__all__ = [
    "CheckAnswer",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "CourseVersion",
    "CreditEntry",
    "Enrolment",
    "LessonIndexPage",
    "LessonPage",
    "LessonProgress",
]
