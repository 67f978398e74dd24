import accounts.names
import core.dates
import core.tables
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_consent_append_only')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        core.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', models.EmailField(error_messages={'unique': 'This e-mail address already has an account.'}, max_length=254, unique=True, verbose_name='e-mail')),
                        ('full_name', models.CharField(help_text='As it should stand on a certificate.', max_length=60, validators=[django.core.validators.MinLengthValidator(2, 'Write the full name, at least two characters.'), accounts.names.validate_name], verbose_name='full name')),
                        ('preferred_language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('zh-hant', 'Traditional Chinese'), ('en', 'English')], default='zh-hans', help_text='Mails are written in it, and signing in leads to pages in it.', max_length=10, verbose_name='language')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('is_staff', models.BooleanField(default=False, verbose_name='staff')),
                        ('date_joined', models.DateTimeField(default=core.dates.now, verbose_name='joined')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': 'user',
                        'verbose_name_plural': 'users',
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_uniq', violation_error_message='This e-mail address already has an account.')],
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(choices=[('terms', 'Exam rules and privacy notice')], max_length=40, verbose_name='purpose')),
                        ('version', models.CharField(max_length=80, verbose_name='version')),
                        ('text_sha256', models.CharField(max_length=64, verbose_name='digest of the text')),
                        ('given_at', models.DateTimeField(default=core.dates.now, verbose_name='given at')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                    ],
                    options={
                        'verbose_name': 'consent',
                        'verbose_name_plural': 'consents',
                        'ordering': ['-given_at', '-pk'],
                    },
                ),
            ],
        ),
        core.tables.AppendOnly(
            app='accounts',
            model='Consent',
        ),
    ]
