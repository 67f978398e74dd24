"""Each certificate issued before there were status lists gets a place, at random, no list fuller than half."""

import random

from django.db import migrations

SIZE, FULL = 131_072, 65_536


def give(apps, schema_editor):
    certificates = apps.get_model("certificates", "Certificate").objects
    waiting = list(certificates.filter(status_index=None).values_list("pk", flat=True))
    chance = random.SystemRandom()
    for number, start in enumerate(range(0, len(waiting), FULL), start=1):
        some = waiting[start : start + FULL]
        for pk, place in zip(some, chance.sample(range(SIZE), len(some)), strict=True):
            certificates.filter(pk=pk).update(status_list=number, status_index=place)


class Migration(migrations.Migration):

    dependencies = [("certificates", "0012_add_status_places")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
