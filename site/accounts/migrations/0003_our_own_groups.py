"""Wagtail lays out two groups, a workflow and a root with English names: ours take their place.

The roles' permissions come with every migrate (accounts/receivers.py); here only what Wagtail left is cleared away.
"""

from django.db import migrations

ROOT, WORKFLOW = "全部", "发布审核"
# Only so that they come before our rooms: on a new database each of their steps draws every table there is already anew.
OTHERS = [
    ("account", "0009_emailaddress_unique_primary_email"),
    ("mfa", "0003_authenticator_type_uniq"),
    ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ("usersessions", "0001_initial"),
    ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ("wagtailadmin", "0006_formstate"),
    ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ("wagtaildocs", "0014_alter_document_file_size"),
    ("wagtailembeds", "0009_embed_cache_until"),
    ("wagtailforms", "0005_alter_formsubmission_form_data"),
    ("wagtailimages", "0027_image_description"),
    ("wagtailredirects", "0008_add_verbose_name_plural"),
    ("wagtailsearch", "0010_add_text_fields"),
    ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
]


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
        *OTHERS,
    ]
    operations = [migrations.RunPython(make_ours, migrations.RunPython.noop)]
