import core.tables
import django.core.validators
import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('statutes', '0001_initial'), ('statutes', '0002_add_bearing_and_services')]

    initial = True

    dependencies = [
    ]

    operations = [
        core.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Statute',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(unique=True)),
                        ('title', models.CharField(max_length=120, verbose_name='title')),
                        ('title_en', models.CharField(max_length=160, verbose_name='title in English')),
                        ('adopted', models.CharField(max_length=200, verbose_name='adopted')),
                        ('in_force_on', models.DateField(verbose_name='in force on')),
                        ('content_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                    ],
                    options={
                        'verbose_name': 'statute',
                        'verbose_name_plural': 'statutes',
                    },
                ),
                migrations.CreateModel(
                    name='Article',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='number')),
                        ('text', models.TextField(help_text='The published text, one paragraph to a line. It is never edited here.', verbose_name='text')),
                        ('heading_zh', models.CharField(max_length=40, verbose_name='heading')),
                        ('heading_en', models.CharField(max_length=80, verbose_name='heading in English')),
                        ('translation_en', models.TextField(blank=True, verbose_name='unofficial English translation')),
                        ('note_zh', models.TextField(blank=True, verbose_name="editors' note")),
                        ('note_en', models.TextField(blank=True, verbose_name="editors' note in English")),
                        ('force', models.CharField(choices=[('obliges', 'obliges'), ('encourages', 'encourages'), ('declares', 'declares')], max_length=10, verbose_name='force')),
                        ('force_detail_zh', models.CharField(blank=True, max_length=300, verbose_name='on its force')),
                        ('force_detail_en', models.CharField(blank=True, max_length=400, verbose_name='on its force, in English')),
                        ('content_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                        ('statute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='statutes.statute')),
                        ('bearing', models.CharField(choices=[('content', 'taught here'), ('service', 'a service here carries it out'), ('none', 'no bearing on this site')], default='content', help_text="An article without any says why in the editors' note.", max_length=10, verbose_name='bearing on this site')),
                        ('services_en', models.TextField(blank=True, verbose_name='services here, in English')),
                        ('services_zh', models.TextField(blank=True, help_text='One line each, its words and its address: 课程目录 | /courses/', verbose_name='services here')),
                    ],
                    options={
                        'verbose_name': 'article',
                        'verbose_name_plural': 'articles',
                        'ordering': ['statute', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('statute', 'number'), name='article_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='article_number_positive')],
                    },
                    bases=(modelsearch.index.Indexed, models.Model),
                ),
            ],
        ),
    ]
