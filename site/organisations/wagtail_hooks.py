from wagtail.snippets.models import register_snippet

from organisations.office import OrganisationOffice

register_snippet(OrganisationOffice)
