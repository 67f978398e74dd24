
import cms.fields
import core.dates
import django.db.models.deletion
import wagtail.contrib.routable_page.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CourseIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
            ],
            options={
                'verbose_name': 'catalogue',
                'verbose_name_plural': 'catalogues',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LessonIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
            ],
            options={
                'verbose_name': 'library of lessons',
                'verbose_name_plural': 'libraries of lessons',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
                ('code', models.CharField(db_index=True, max_length=20, verbose_name='code')),
                ('minutes', models.PositiveSmallIntegerField(default=30, verbose_name='minutes')),
                ('objective', models.CharField(blank=True, max_length=200, verbose_name='objective')),
                ('key_points', models.TextField(blank=True, help_text='One line each.', verbose_name='points covered')),
                ('cites', models.TextField(blank=True, help_text='What it rests on, one line each.', verbose_name='cites')),
                ('body', cms.fields.BodyField([], blank=True, verbose_name='text')),
                ('checks', cms.fields.BodyField([], blank=True, verbose_name='self-checks')),
                ('content_sha256', models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('minutes_per_hour', models.PositiveSmallIntegerField(default=45, verbose_name='minutes per hour')),
                ('daily_cap_hours', models.PositiveSmallIntegerField(default=8, help_text='Hours above it are refused that day and can be credited later.', verbose_name='daily cap in hours')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes_per_hour__gte', 1)), name='course_hour_has_minutes', violation_error_message='An hour has at least one minute.')],
            },
        ),
        migrations.CreateModel(
            name='CoursePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and search results.', max_length=300, verbose_name='summary')),
                ('audience', models.CharField(blank=True, max_length=200, verbose_name='for whom')),
                ('outcomes', models.TextField(blank=True, help_text='What one can do afterwards, one line each.', verbose_name='outcomes')),
                ('articles', models.CharField(blank=True, help_text='Articles of the Regulation it rests on: 8, 9', max_length=60, verbose_name='articles it rests on')),
                ('modules', cms.fields.BodyField([], blank=True, verbose_name='units')),
                ('content_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='courses.course', verbose_name='course')),
            ],
            options={
                'verbose_name': 'course page',
                'verbose_name_plural': 'course pages',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='CourseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('structure', models.JSONField(verbose_name='structure')),
                ('minutes', models.PositiveIntegerField(verbose_name='minutes')),
                ('published_at', models.DateTimeField(default=core.dates.now, verbose_name='published')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='courses.course')),
            ],
            options={
                'verbose_name': 'course version',
                'verbose_name_plural': 'course versions',
                'ordering': ['course', '-number'],
            },
        ),
        migrations.CreateModel(
            name='CreditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson_code', models.CharField(blank=True, max_length=20, verbose_name='lesson')),
                ('seconds', models.IntegerField(verbose_name='seconds credited')),
                ('refused_seconds', models.PositiveIntegerField(default=0, verbose_name='seconds refused')),
                ('reason', models.CharField(choices=[('completed', 'lesson completed'), ('daily_cap', 'above the daily cap'), ('made_up', 'credited later'), ('corrected', 'correction')], max_length=20, verbose_name='reason')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('rule_version', models.CharField(max_length=40, verbose_name='rule')),
                ('day', models.DateField(default=core.dates.today, verbose_name='day')),
                ('at', models.DateTimeField(default=core.dates.now, verbose_name='at')),
                ('source_ref', models.CharField(max_length=80, verbose_name='source')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credit_entries', to='courses.course')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credit_entries', to=settings.AUTH_USER_MODEL, verbose_name='learner')),
            ],
            options={
                'verbose_name': 'hours entry',
                'verbose_name_plural': 'hours ledger',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enrolled_at', models.DateTimeField(default=core.dates.now, verbose_name='enrolled')),
                ('completed_at', models.DateTimeField(blank=True, null=True, verbose_name='completed')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='courses.course')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to=settings.AUTH_USER_MODEL, verbose_name='learner')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='courses.courseversion')),
            ],
            options={
                'verbose_name': 'enrolment',
                'verbose_name_plural': 'enrolments',
                'ordering': ['-enrolled_at'],
            },
        ),
        migrations.CreateModel(
            name='LessonProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson_code', models.CharField(max_length=20, verbose_name='lesson')),
                ('opened_at', models.DateTimeField(default=core.dates.now, verbose_name='first worked on')),
                ('worked_at', models.DateTimeField(default=core.dates.now, verbose_name='last worked on')),
                ('completed_at', models.DateTimeField(blank=True, null=True, verbose_name='completed')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lesson_progress', to=settings.AUTH_USER_MODEL, verbose_name='learner')),
            ],
            options={
                'verbose_name': 'lesson progress',
                'verbose_name_plural': 'lesson progress',
            },
        ),
        migrations.CreateModel(
            name='CheckAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson_code', models.CharField(max_length=20, verbose_name='lesson')),
                ('check_id', models.CharField(max_length=60, verbose_name='self-check')),
                ('answer', models.JSONField(verbose_name='answer')),
                ('right', models.BooleanField(verbose_name='right')),
                ('revision_id', models.PositiveBigIntegerField(null=True, verbose_name='revision of the lesson')),
                ('at', models.DateTimeField(default=core.dates.now, verbose_name='at')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_answers', to=settings.AUTH_USER_MODEL, verbose_name='learner')),
            ],
            options={
                'verbose_name': 'self-check answer',
                'verbose_name_plural': 'self-check answers',
                'indexes': [models.Index(fields=['learner', 'lesson_code', 'check_id'], name='checkanswer_learner_lesson')],
            },
        ),
        migrations.AddConstraint(
            model_name='courseversion',
            constraint=models.UniqueConstraint(fields=('course', 'number'), name='courseversion_number_uniq', violation_error_message='This course has a version of that number.'),
        ),
        migrations.AddIndex(
            model_name='creditentry',
            index=models.Index(fields=['learner', 'day'], name='creditentry_learner_day'),
        ),
        migrations.AddConstraint(
            model_name='creditentry',
            constraint=models.UniqueConstraint(fields=('learner', 'source_ref'), name='creditentry_learner_source_uniq'),
        ),
        migrations.AddConstraint(
            model_name='creditentry',
            constraint=models.CheckConstraint(condition=models.Q(('seconds__gte', 0), ('reason', 'corrected'), _connector='OR'), name='creditentry_negative_is_correction'),
        ),
        migrations.AddConstraint(
            model_name='creditentry',
            constraint=models.CheckConstraint(condition=models.Q(('refused_seconds', 0), ('reason', 'daily_cap'), _connector='OR'), name='creditentry_refusal_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('learner', 'course'), name='enrolment_learner_course_uniq', violation_error_message='You are enrolled in this course already.'),
        ),
        migrations.AddConstraint(
            model_name='lessonprogress',
            constraint=models.UniqueConstraint(fields=('learner', 'lesson_code'), name='lessonprogress_learner_lesson_uniq'),
        ),
    ]
