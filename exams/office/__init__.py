"""The exam office's screens in the admin (考务后台): the bank, the sittings, the rules."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms import office_menu
from exams.office.enemies import EnemyGroupViewSet
from exams.office.exchange import ExchangeViewSet
from exams.office.item_reviews import ProposalViewSet
from exams.office.items import ItemViewSet
from exams.office.rules import ExamVersionViewSet
from exams.office.sittings import SittingViewSet


class ExamOffice(SnippetViewSetGroup):
    items = (ItemViewSet, ProposalViewSet, ExchangeViewSet, EnemyGroupViewSet, SittingViewSet, ExamVersionViewSet)
    menu_label = _("Exams")
    menu_icon = "tasks"
    menu_order = office_menu.EXAMS
