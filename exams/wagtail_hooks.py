from wagtail import hooks
from wagtail.snippets.models import register_snippet

from exams.office import ExamOffice
from exams.office.item_retiring import RetireItems, nothing_of_the_bank_is_deleted

register_snippet(ExamOffice)
hooks.register("register_bulk_action", RetireItems)
hooks.register("before_bulk_action", nothing_of_the_bank_is_deleted)
