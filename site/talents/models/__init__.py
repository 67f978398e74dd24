"""What Art. 26 to 28 offer people: a profile, a record, policies, awards, places to go and to learn."""

from talents.models.agreements import CollegeAgreement, CollegeCredit
from talents.models.awards import Award, AwardDate, SelfAssessment, WinnerStory
from talents.models.bases import BaseReview, Closure, ScienceBase, VisitReport, VisitSlot
from talents.models.classes import ClassCode, ClassCount
from talents.models.experts import ExpertListing, ExpertQuestion
from talents.models.grades import Grade, GradeColumn
from talents.models.groups import ClassGroup, ClassMember
from talents.models.policies import Bulletin, Jurisdiction, Policy
from talents.models.profiles import CareerRecord, ProfileLook, TalentProfile
from talents.models.programmes import Level, Programme, SyllabusTemplate

__all__ = [
    "Award",
    "AwardDate",
    "BaseReview",
    "Bulletin",
    "CareerRecord",
    "ClassCode",
    "ClassCount",
    "ClassGroup",
    "ClassMember",
    "Closure",
    "CollegeAgreement",
    "CollegeCredit",
    "ExpertListing",
    "ExpertQuestion",
    "Grade",
    "GradeColumn",
    "Jurisdiction",
    "Level",
    "Policy",
    "ProfileLook",
    "Programme",
    "ScienceBase",
    "SelfAssessment",
    "SyllabusTemplate",
    "TalentProfile",
    "VisitReport",
    "VisitSlot",
    "WinnerStory",
]
