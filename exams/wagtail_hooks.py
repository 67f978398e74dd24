from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.waiting import Desk, desks
from exams.models import Proposal
from exams.office import ExamOffice
from exams.office.item_retiring import RetireItems, nothing_of_the_bank_is_deleted

register_snippet(ExamOffice)
hooks.register("register_bulk_action", RetireItems)
hooks.register("before_bulk_action", nothing_of_the_bank_is_deleted)


desks.append(
    Desk(
        _("Questions to be judged by a second person"),
        "exams.change_proposal",
        "wagtailsnippets_exams_proposal:list",
        lambda user: Proposal.objects.awaiting().exclude(author=user.pk),
    )
)
