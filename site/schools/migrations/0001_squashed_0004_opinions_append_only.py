import core.dates
import core.tables
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import schools.models.expert
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('schools', '0001_initial'), ('schools', '0002_append_only'), ('schools', '0003_add_experts_use_and_scans'), ('schools', '0004_opinions_append_only')]

    initial = True

    dependencies = [
        ('accounts', '0004_add_privacy'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        core.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='DepartmentTask',
                    fields=[
                        ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                        ('department', models.CharField(choices=[('education', 'Education department'), ('regulation', 'Market regulation department')], max_length=12, verbose_name='department')),
                    ],
                    options={
                        'verbose_name': 'approval by a department',
                        'verbose_name_plural': 'approvals by departments',
                    },
                    bases=('wagtailcore.task',),
                ),
                migrations.CreateModel(
                    name='SchoolIndexPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
                    ],
                    options={
                        'verbose_name': 'list of schools',
                        'verbose_name_plural': 'lists of schools',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='Claim',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=core.dates.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('step', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='school_claim', to='wagtailcore.taskstate')),
                    ],
                    options={
                        'verbose_name': 'claim of a review',
                        'verbose_name_plural': 'claims of reviews',
                    },
                ),
                migrations.CreateModel(
                    name='LessonPackPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('kind', models.CharField(choices=[('plan', 'Lesson plan'), ('practice', 'Practice course'), ('slides', 'Slides'), ('sheet', "Pupils' sheet"), ('case', 'Case'), ('figures', 'Data table'), ('grid', 'Assessment grid')], default='plan', max_length=12, verbose_name='kind')),
                        ('stage', models.CharField(choices=[('primary', 'Primary school'), ('secondary', 'Secondary school'), ('vocational', 'Vocational school or college'), ('higher', 'University')], max_length=12, verbose_name='school stage')),
                        ('grades', models.CharField(blank=True, help_text='Such as: 三、四年级', max_length=60, verbose_name='grades')),
                        ('subject', models.CharField(choices=[('science', 'Science'), ('maths', 'Mathematics'), ('chinese', 'Chinese'), ('morality', 'Morality and law'), ('physics', 'Physics'), ('computing', 'Information technology'), ('technology', 'General technology'), ('labour', 'Practical work'), ('practice', 'Integrated practice'), ('politics', 'Ideology and politics'), ('career', 'Career planning'), ('quality', 'Quality management and inspection'), ('other', 'Other')], max_length=12, verbose_name='subject')),
                        ('links', models.CharField(blank=True, max_length=120, verbose_name='other subjects it touches')),
                        ('minutes', models.PositiveSmallIntegerField(default=40, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(2000)], verbose_name='minutes')),
                        ('licence', models.CharField(choices=[('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc-by-nc-4.0', 'CC BY-NC 4.0'), ('cc-by-nc-sa-4.0', 'CC BY-NC-SA 4.0'), ('school', 'All rights with the school'), ('public', 'Law text or public domain')], max_length=16, verbose_name='licence')),
                        ('rights_holder', models.CharField(blank=True, help_text='Left empty, it is the school.', max_length=80, verbose_name='rights holder')),
                        ('source', models.CharField(blank=True, help_text="If it rests on somebody else's work: whose.", max_length=200, verbose_name='source')),
                        ('keywords', models.CharField(blank=True, max_length=120, verbose_name='keywords')),
                        ('objectives', models.TextField(blank=True, help_text='What pupils can do afterwards, one line each.', verbose_name='objectives')),
                        ('materials', models.TextField(blank=True, help_text='What is needed, one line each.', verbose_name='materials')),
                        ('cost', models.CharField(blank=True, max_length=60, verbose_name='cost')),
                        ('safety', models.TextField(blank=True, help_text='A practice course needs one.', verbose_name='safety note')),
                        ('text', models.TextField(help_text='Markdown: ## headings, lists, tables, links.', verbose_name='text')),
                        ('html', models.TextField(blank=True, editable=False)),
                        ('cites', models.CharField(blank=True, help_text='What it rests on: 条例 9, 26', max_length=200, verbose_name='cites')),
                        ('valid_until', models.DateField(blank=True, help_text='By then somebody looks it over. Empty: no day is set.', null=True, verbose_name='valid until')),
                        ('wanted_by', models.DateField(blank=True, help_text='By when the school needs the decision.', null=True, verbose_name='wanted by')),
                        ('review_note', models.TextField(blank=True, max_length=600, verbose_name='note for those who review')),
                        ('edition', models.PositiveSmallIntegerField(default=0, editable=False)),
                        ('approved_on', models.DateField(editable=False, null=True)),
                        ('code', models.CharField(blank=True, editable=False, max_length=12)),
                        ('content_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                        ('attribution', models.TextField(blank=True, editable=False)),
                        ('based_licence', models.CharField(blank=True, choices=[('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc-by-nc-4.0', 'CC BY-NC 4.0'), ('cc-by-nc-sa-4.0', 'CC BY-NC-SA 4.0'), ('school', 'All rights with the school'), ('public', 'Law text or public domain')], editable=False, max_length=16)),
                        ('based_on', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='adaptations', to='schools.lessonpackpage')),
                    ],
                    options={
                        'verbose_name': 'teaching resource',
                        'verbose_name_plural': 'teaching resources',
                        'indexes': [models.Index(fields=['stage', 'subject'], name='schools_pack_stage_subject'), models.Index(fields=['-approved_on', '-page_ptr'], name='schools_pack_newest')],
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='PackFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                        ('kind', models.CharField(choices=[('plan', 'Lesson plan'), ('practice', 'Practice course'), ('slides', 'Slides'), ('sheet', "Pupils' sheet"), ('case', 'Case'), ('figures', 'Data table'), ('grid', 'Assessment grid')], default='sheet', max_length=12, verbose_name='kind')),
                        ('title', models.CharField(blank=True, help_text="Left empty, it is the file's name.", max_length=80, verbose_name='title')),
                        ('code', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('key', models.CharField(editable=False, max_length=200)),
                        ('name', models.CharField(editable=False, max_length=120)),
                        ('mime', models.CharField(editable=False, max_length=100)),
                        ('sha256', models.CharField(editable=False, max_length=64)),
                        ('size', models.PositiveIntegerField(default=0, editable=False)),
                        ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='schools.lessonpackpage')),
                    ],
                    options={
                        'verbose_name': 'file of a resource',
                        'verbose_name_plural': 'files of resources',
                        'ordering': ['sort_order'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SchoolPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
                        ('stage', models.CharField(choices=[('primary', 'Primary school'), ('secondary', 'Secondary school'), ('vocational', 'Vocational school or college'), ('higher', 'University')], max_length=12, verbose_name='school stage')),
                        ('district', models.CharField(blank=True, max_length=40, verbose_name='district')),
                        ('collection', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.collection')),
                        ('group', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group')),
                    ],
                    options={
                        'verbose_name': 'school',
                        'verbose_name_plural': 'schools',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('page', models.PositiveBigIntegerField(editable=False)),
                        ('revision', models.PositiveBigIntegerField(editable=False)),
                        ('content_sha256', models.CharField(editable=False, max_length=64)),
                        ('title', models.CharField(editable=False, max_length=255, verbose_name='title')),
                        ('department', models.CharField(choices=[('education', 'Education department'), ('regulation', 'Market regulation department')], editable=False, max_length=12, verbose_name='department')),
                        ('verdict', models.CharField(choices=[('approved', 'approved'), ('returned', 'returned with comments')], editable=False, max_length=10, verbose_name='verdict')),
                        ('comment', models.TextField(blank=True, editable=False, verbose_name='comment')),
                        ('at', models.DateTimeField(default=core.dates.now, editable=False, verbose_name='decided at')),
                        ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ],
                    options={
                        'verbose_name': 'decision of a department',
                        'verbose_name_plural': 'decisions of departments',
                        'ordering': ['at', 'pk'],
                        'indexes': [models.Index(fields=['page', 'revision'], name='school_decision_page')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('verdict', 'approved')), fields=('revision', 'department'), name='school_decision_department_uniq', violation_error_message='This department has approved this version already.'), models.UniqueConstraint(condition=models.Q(('verdict', 'approved')), fields=('revision', 'by'), name='school_decision_person_uniq', violation_error_message='One person cannot approve for both departments.')],
                    },
                ),
                migrations.CreateModel(
                    name='Adoption',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=core.dates.now, verbose_name='noted at')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
                        ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='schools.lessonpackpage', verbose_name='teaching resource')),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='schools.schoolpage', verbose_name='school')),
                    ],
                    options={
                        'verbose_name': 'use by a school',
                        'verbose_name_plural': 'uses by schools',
                        'ordering': ['at', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('page', 'school'), name='school_adoption_uniq', violation_error_message='Your school uses this resource already.')],
                    },
                ),
                migrations.CreateModel(
                    name='ExpertInvitation',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=40, verbose_name='name of the expert')),
                        ('office', models.CharField(blank=True, max_length=80, verbose_name='institution and field')),
                        ('made_at', models.DateTimeField(default=core.dates.now, verbose_name='made at')),
                        ('expires_at', models.DateTimeField(default=schools.models.expert.runs_out, verbose_name='runs out at')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                        ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='schools.lessonpackpage', verbose_name='teaching resource')),
                    ],
                    options={
                        'verbose_name': 'invitation of an expert',
                        'verbose_name_plural': 'invitations of experts',
                        'ordering': ['-made_at'],
                    },
                ),
                migrations.CreateModel(
                    name='ExpertOpinion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('invitation', models.UUIDField(editable=False)),
                        ('page', models.PositiveBigIntegerField(db_index=True, editable=False)),
                        ('revision', models.PositiveBigIntegerField(editable=False)),
                        ('content_sha256', models.CharField(editable=False, max_length=64)),
                        ('name', models.CharField(editable=False, max_length=40, verbose_name='name of the expert')),
                        ('office', models.CharField(blank=True, editable=False, max_length=80, verbose_name='institution and field')),
                        ('text', models.TextField(editable=False, verbose_name='opinion')),
                        ('at', models.DateTimeField(default=core.dates.now, editable=False, verbose_name='written at')),
                    ],
                    options={
                        'verbose_name': 'opinion of an expert',
                        'verbose_name_plural': 'opinions of experts',
                        'ordering': ['at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Rating',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('stars', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='points')),
                        ('at', models.DateTimeField(default=core.dates.now, verbose_name='given at')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='teacher')),
                        ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='schools.lessonpackpage', verbose_name='teaching resource')),
                    ],
                    options={
                        'verbose_name': 'rating by a teacher',
                        'verbose_name_plural': 'ratings by teachers',
                        'constraints': [models.UniqueConstraint(fields=('page', 'by'), name='school_rating_uniq', violation_error_message='You have rated this resource already.'), models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='school_rating_one_to_five', violation_error_message='A rating is one to five points.')],
                    },
                ),
                migrations.CreateModel(
                    name='Scan',
                    fields=[
                        ('sha256', models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                        ('found', models.CharField(blank=True, editable=False, max_length=200, verbose_name='found')),
                        ('at', models.DateTimeField(default=core.dates.now, editable=False, verbose_name='scanned at')),
                    ],
                    options={
                        'verbose_name': 'scan of a file',
                        'verbose_name_plural': 'scans of files',
                        'ordering': ['-at'],
                    },
                ),
            ],
        ),
        core.tables.AppendOnly(
            app='schools',
            model='Decision',
        ),
        core.tables.AppendOnly(
            app='schools',
            model='ExpertOpinion',
        ),
    ]
