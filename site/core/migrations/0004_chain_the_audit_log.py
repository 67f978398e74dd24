import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.dates
from core.tables import AppendOnly, Expiring, Forgettable


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("core", "0003_add_job_origin")]
    operations = [
        migrations.AddField("auditentry", "forgotten_at", models.DateTimeField(null=True, verbose_name="emptied at")),
        migrations.AlterModelOptions(
            name='auditentry',
            options={'ordering': ['-pk'], 'verbose_name': 'audit log line', 'verbose_name_plural': 'audit log lines'},
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='actor',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='at',
            field=models.DateTimeField(db_index=True, default=core.dates.now, verbose_name='moment'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='data',
            field=models.JSONField(default=dict, verbose_name='what else is known'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='deed',
            field=models.CharField(max_length=80, verbose_name='deed'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='subject',
            field=models.CharField(db_index=True, max_length=120, verbose_name='done to'),
        ),
        AppendOnly(app="core", model="AuditEntry", except_columns=("data", "forgotten_at")),
        Forgettable(app="core", model="AuditEntry", column="data", to="{}", at="forgotten_at"),
        Expiring(app="core", model="AuditEntry", at="at", days=400),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("deed_sha256", models.CharField(max_length=64)),
                ("data_sha256", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=core.dates.now)),
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="link",
                        to="core.auditentry",
                    ),
                ),
            ],
            options={"ordering": ["position"]},
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("position", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("key_id", models.CharField(max_length=16)),
                ("made_at", models.DateTimeField(default=core.dates.now)),
            ],
            options={"ordering": ["-day"]},
        ),
        AppendOnly(app="core", model="AuditLink"),
        AppendOnly(app="core", model="AuditHead"),
    ]
