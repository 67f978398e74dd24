import cms.fields
import core.tables
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('pages', '0001_initial'), ('pages', '0002_add_home_sections')]

    initial = True

    dependencies = [
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        core.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='HomePage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
                        ('headline', models.CharField(blank=True, help_text='A vertical bar marks where a line may break.', max_length=80, verbose_name='headline')),
                        ('sections', cms.fields.BodyField([], blank=True, help_text='They stand below the courses.', verbose_name='sections')),
                    ],
                    options={
                        'verbose_name': 'home page',
                        'verbose_name_plural': 'home pages',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='NoteIndexPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
                    ],
                    options={
                        'verbose_name': 'shelf of notes',
                        'verbose_name_plural': 'shelves of notes',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='NotePage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
                        ('text', models.TextField(help_text='Markdown: ## headings, lists, tables, links.', verbose_name='text')),
                        ('html', models.TextField(blank=True, editable=False)),
                        ('cites', models.CharField(blank=True, help_text='What it rests on: 条例 9, 26', max_length=200, verbose_name='cites')),
                        ('checked', models.CharField(blank=True, help_text='Year and month of the last check: 2026-11', max_length=7, verbose_name='checked')),
                        ('content_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                    ],
                    options={
                        'verbose_name': 'note',
                        'verbose_name_plural': 'notes',
                    },
                    bases=('wagtailcore.page',),
                ),
            ],
        ),
    ]
