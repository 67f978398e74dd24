"""The next year's page (新一年): the frame of this year's, and nothing that was said of this year alone."""

from django.db import transaction

from accounts.models import User
from campaigns.models import CampaignPage
from core.audit import record


@transaction.atomic
def open_year(page: CampaignPage, *, by: User) -> tuple[CampaignPage, bool]:
    """The page of the year after `page`, and whether it was made now: a draft beside it. Asked again it is the same one.

    Taken over: title, summary, pledge, for whom, fields and files. Left behind: theme, source, notice, results.
    """
    shelf, year = page.get_parent(), page.year + 1
    # The shelf's row orders two who ask at once.
    type(shelf).objects.select_for_update().get(pk=shelf.pk)
    there = CampaignPage.objects.child_of(shelf).filter(year=year).first()
    if there is not None:
        return there, False
    made = CampaignPage(
        year=year,
        slug=str(year),
        title=page.title.replace(str(page.year), str(year)),
        summary=page.summary.replace(str(page.year), str(year)),
        pledge=page.pledge,
        audiences=page.audiences,
        quality_fields=page.quality_fields,
        locale=page.locale,
        live=False,
        owner=by,
    )
    shelf.add_child(instance=made)
    made.materials.set(
        type(line)(title=line.title, document=line.document, note=line.note, licence=line.licence, audiences=line.audiences)
        for line in page.materials.all()
    )
    made.save_revision(user=by)
    record("campaign.opened", made, by=by, year=year)
    return made, True
