import core.dates
import core.tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('core', '0001_initial'), ('core', '0002_audit_append_only'), ('core', '0003_add_job_origin'), ('core', '0004_chain_the_audit_log')]

    initial = True

    dependencies = [
        ('accounts', '0003_our_own_groups'),
    ]

    operations = [
        core.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('task', models.CharField(max_length=200)),
                        ('kwargs', models.JSONField(default=dict)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('leased_until', models.DateTimeField(db_index=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('done_at', models.DateTimeField(db_index=True, null=True)),
                        ('error', models.TextField(blank=True)),
                        ('origin', models.CharField(blank=True, db_default='', default='', max_length=36)),
                    ],
                ),
                migrations.CreateModel(
                    name='AuditEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(db_index=True, default=core.dates.now, verbose_name='moment')),
                        ('deed', models.CharField(max_length=80, verbose_name='deed')),
                        ('subject', models.CharField(db_index=True, max_length=120, verbose_name='done to')),
                        ('data', models.JSONField(default=dict, verbose_name='what else is known')),
                        ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                        ('forgotten_at', models.DateTimeField(null=True, verbose_name='emptied at')),
                    ],
                    options={
                        'verbose_name_plural': 'audit log lines',
                        'ordering': ['-pk'],
                        'verbose_name': 'audit log line',
                    },
                ),
                migrations.CreateModel(
                    name='AuditLink',
                    fields=[
                        ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('deed_sha256', models.CharField(max_length=64)),
                        ('data_sha256', models.CharField(max_length=64)),
                        ('sha256', models.CharField(max_length=64)),
                        ('made_at', models.DateTimeField(default=core.dates.now)),
                        ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='link', to='core.auditentry')),
                    ],
                    options={
                        'ordering': ['position'],
                    },
                ),
                migrations.CreateModel(
                    name='AuditHead',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(unique=True)),
                        ('position', models.BigIntegerField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('signature', models.CharField(max_length=128)),
                        ('key_id', models.CharField(max_length=16)),
                        ('made_at', models.DateTimeField(default=core.dates.now)),
                    ],
                    options={
                        'ordering': ['-day'],
                    },
                ),
            ],
        ),
        core.tables.AppendOnly(
            app='core',
            model='AuditEntry',
            except_columns=('data', 'forgotten_at'),
        ),
        core.tables.Forgettable(
            app='core',
            model='AuditEntry',
            column='data',
            to='{}',
            at='forgotten_at',
        ),
        core.tables.Expiring(
            app='core',
            model='AuditEntry',
            at='at',
            days=400,
        ),
        core.tables.AppendOnly(
            app='core',
            model='AuditLink',
        ),
        core.tables.AppendOnly(
            app='core',
            model='AuditHead',
        ),
    ]
