"""The exam's tables, in the order in which they come to life: bank, exam, sitting, delivery, results, cases."""

from exams.models.analysis import ExamStat, ItemStat
from exams.models.bank import Area, Item, ItemVersion, Kind
from exams.models.cases import Case, CaseNote
from exams.models.delivery import Attempt, AttemptEvent, AttemptItem, Response, TimeGrant
from exams.models.enemies import EnemyGroup
from exams.models.exam import BlueprintRow, Exam, ExamVersion, Pool
from exams.models.imports import Import
from exams.models.keys import AnswerKey
from exams.models.letters import Letter
from exams.models.marking import Claim, KeyRevision
from exams.models.pictures import ItemPicture
from exams.models.practice import PracticeCard
from exams.models.prints import PrintedDocument, PrintedPaper
from exams.models.proposals import Proposal
from exams.models.quizzes import QuizAttempt, QuizQuestion
from exams.models.registration import Arrangement, Registration
from exams.models.results import Mark, Result
from exams.models.rules import RulesDraft
from exams.models.sheets import AnswerSheet, SheetEntry, SheetScan
from exams.models.sitting import Sitting, SittingEntry
from exams.models.spot_checks import SpotCheckReport
from exams.models.standards import AngoffRating, PanelMember, StandardSetting

__all__ = [
    "AngoffRating",
    "AnswerKey",
    "AnswerSheet",
    "Area",
    "Arrangement",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "BlueprintRow",
    "Case",
    "CaseNote",
    "Claim",
    "EnemyGroup",
    "Exam",
    "ExamStat",
    "ExamVersion",
    "Import",
    "Item",
    "ItemPicture",
    "ItemStat",
    "ItemVersion",
    "KeyRevision",
    "Kind",
    "Letter",
    "Mark",
    "PanelMember",
    "Pool",
    "PracticeCard",
    "PrintedDocument",
    "PrintedPaper",
    "Proposal",
    "QuizAttempt",
    "QuizQuestion",
    "Registration",
    "Response",
    "Result",
    "RulesDraft",
    "SheetEntry",
    "SheetScan",
    "Sitting",
    "SittingEntry",
    "SpotCheckReport",
    "StandardSetting",
    "TimeGrant",
]
