import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import certificates.badges.bitstring
import core.dates
from core.tables import AppendOnly, Forgettable


class Migration(migrations.Migration):

    dependencies = [
        ("certificates", "0013_give_status_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="status_list",
            field=models.PositiveIntegerField(default=1, verbose_name="status list"),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="status_index",
            field=models.PositiveIntegerField(default=certificates.badges.bitstring.draw, verbose_name="place on the status list"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("status_list", "status_index"), name="certificate_status_place_uniq", violation_error_message="Another certificate has this place on the status list."),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(condition=models.Q(("status_index__lt", 131072), ("status_list__gte", 1)), name="certificate_status_place_in_range", violation_error_message="The status list has no such place."),
        ),
        # SQLite made the table anew; and from now on a certificate keeps its place as it keeps its facts.
        AppendOnly(app="certificates", model="Certificate", except_columns=("state", "holder_name", "name_removed_at")),
        Forgettable(app="certificates", model="Certificate", column="holder_name", to="*", at="name_removed_at"),
        migrations.CreateModel(
            name="BadgeConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="ordinal")),
                ("is_given", models.BooleanField(verbose_name="given")),
                ("version", models.CharField(max_length=20, verbose_name="version")),
                ("text_sha256", models.CharField(max_length=64, verbose_name="digest of the text")),
                ("at", models.DateTimeField(default=core.dates.now, verbose_name="at")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="by")),
                ("certificate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="badge_consents", to="certificates.certificate", verbose_name="certificate")),
            ],
            options={
                "verbose_name": "consent to a badge",
                "verbose_name_plural": "consents to badges",
                "ordering": ["certificate", "ordinal"],
                "constraints": [models.UniqueConstraint(fields=("certificate", "ordinal"), name="badgeconsent_ordinal_uniq", violation_error_message="Another answer was recorded at the same moment.")],
            },
        ),
        migrations.CreateModel(
            name="Badge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token", models.TextField(verbose_name="credential")),
                ("made_at", models.DateTimeField(default=core.dates.now, verbose_name="made at")),
                ("forgotten_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="name removed at")),
                ("consent", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="badges", to="certificates.badgeconsent", verbose_name="consent")),
                ("signing_key", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="badges", to="certificates.signingkey", verbose_name="signed with")),
            ],
            options={
                "verbose_name": "badge",
                "verbose_name_plural": "badges",
                "ordering": ["consent", "made_at"],
                "constraints": [models.UniqueConstraint(fields=("consent", "signing_key"), name="badge_consent_key_uniq", violation_error_message="This badge has been signed already.")],
            },
        ),
        AppendOnly(app="certificates", model="BadgeConsent"),
        AppendOnly(app="certificates", model="Badge", except_columns=("token", "forgotten_at")),
        Forgettable(app="certificates", model="Badge", column="token", to="", at="forgotten_at"),
    ]
