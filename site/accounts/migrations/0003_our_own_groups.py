"""Wagtail lays out two groups, a workflow and a root with English names: ours take their place.

The roles' permissions come with every migrate (accounts/receivers.py); here only what Wagtail left is cleared away.
"""

from django.db import migrations

ROOT, WORKFLOW = "全部", "发布审核"


def make_ours(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    administrators, _ = Group.objects.get_or_create(name="administrator")
    for name in ("Workflow", "Task"):
        apps.get_model("wagtailcore", name).objects.filter(name="Moderators approval").update(name=WORKFLOW)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name=WORKFLOW):
        task.groups.set([administrators])
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root").update(title=ROOT, draft_title=ROOT)
    apps.get_model("wagtailcore", "Site").objects.filter(site_name="").update(site_name="海准")
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name=ROOT)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_consent_append_only"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("wagtailadmin", "0003_admin_managed"),
        ("wagtailimages", "0025_alter_image_file_alter_rendition_file"),
        ("wagtaildocs", "0012_uploadeddocument"),
    ]
    operations = [migrations.RunPython(make_ours, migrations.RunPython.noop)]
