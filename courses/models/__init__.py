from courses.models.activities import ActivityEvidence, ActivityProgress
from courses.models.calendars import CalendarKey, CalendarStamp
from courses.models.course import Course, CourseVersion
from courses.models.cycles import CompletionRecord, CompletionWithdrawal, VersionDecision
from courses.models.events import LearningEvent
from courses.models.exports import ReportExport
from courses.models.learning import CheckAnswer, CreditEntry, Enrolment, LessonProgress
from courses.models.media import Medium, WatchSession
from courses.models.meetings import Attendance, AttendanceReversal, Meeting
from courses.models.moves import VersionMove
from courses.models.notes import Note
from courses.models.packages import Package, PackageAttempt, PackageStatement
from courses.models.pages import CourseIndexPage, CoursePage, LessonIndexPage, LessonPage
from courses.models.records import LearningRecord
from courses.models.runs import CourseRun, RunPlace
from courses.models.tallies import RunAnnouncement, Tally
from courses.models.teaching import CourseTeacher
from courses.models.tracks import Track
from courses.models.training import TrainingAssignment, TrainingReminder, TrainingTask
from courses.models.training_plan import TrainingPlanLine
from courses.models.works import Work, WorkFile, WorkMark

__all__ = [
    "ActivityEvidence",
    "ActivityProgress",
    "Attendance",
    "AttendanceReversal",
    "CalendarKey",
    "CalendarStamp",
    "CheckAnswer",
    "CompletionRecord",
    "CompletionWithdrawal",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "CourseRun",
    "CourseTeacher",
    "CourseVersion",
    "CreditEntry",
    "Enrolment",
    "LearningEvent",
    "LearningRecord",
    "LessonIndexPage",
    "LessonPage",
    "LessonProgress",
    "Medium",
    "Meeting",
    "Note",
    "Package",
    "PackageAttempt",
    "PackageStatement",
    "ReportExport",
    "RunAnnouncement",
    "RunPlace",
    "Tally",
    "Track",
    "TrainingAssignment",
    "TrainingPlanLine",
    "TrainingReminder",
    "TrainingTask",
    "VersionDecision",
    "VersionMove",
    "WatchSession",
    "Work",
    "WorkFile",
    "WorkMark",
]
