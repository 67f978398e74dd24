from hashlib import sha256

from django.db import migrations


def commit(apps, schema_editor):
    """Contests made before digests were kept: each is put on record now."""
    kept = apps.get_model("campaigns", "SeedCommitment")
    for contest in apps.get_model("campaigns", "Contest").objects.filter(committed=None):
        kept.objects.create(contest=contest, sha256=sha256(contest.seed.encode()).hexdigest())


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_add_seed_commitment")]
    operations = [migrations.RunPython(commit, migrations.RunPython.noop)]
