from wagtail.snippets.models import register_snippet

from talents.office import TalentsOffice

register_snippet(TalentsOffice)
