from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from cms.waiting import Desk, desks
from organisations.models import Organisation
from organisations.models.organisation import OPERATE
from organisations.office import OrganisationOffice

register_snippet(OrganisationOffice)


desks.append(
    Desk(
        _("Organisations to verify"),
        OPERATE,
        "wagtailsnippets_organisations_organisation:list",
        lambda user: Organisation.objects.proposed(),
    )
)
