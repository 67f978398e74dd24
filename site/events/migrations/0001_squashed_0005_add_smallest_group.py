import core.dates
import core.tables
import django.core.validators
import django.db.models.deletion
import events.codes
import events.models.event
import modelsearch.index
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('events', '0001_add_events'), ('events', '0002_append_only'), ('events', '0003_find_events'), ('events', '0004_take_check_ins_back'), ('events', '0005_add_smallest_group')]

    initial = True

    dependencies = [
        ('accounts', '0003_our_own_groups'),
        ('courses', '0015_add_tracks_and_prerequisites'),
    ]

    operations = [
        core.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('slug', models.SlugField(help_text='Small letters, figures and hyphens.', max_length=60, unique=True, validators=[events.models.event.not_reserved], verbose_name='address')),
                        ('title', models.CharField(max_length=80, verbose_name='title')),
                        ('kind', models.CharField(choices=[('open_day', 'Open laboratory day'), ('lecture', 'Lecture'), ('training', 'Training'), ('salon', 'Salon'), ('contest', 'Contest'), ('visit', 'Visit'), ('fair', 'Advice and service on the spot'), ('ceremony', 'Opening or award ceremony')], default='lecture', max_length=10, verbose_name='kind')),
                        ('summary', models.CharField(max_length=160, verbose_name='in one sentence')),
                        ('text', models.TextField(blank=True, help_text='An empty line begins a new paragraph.', max_length=6000, verbose_name='what happens')),
                        ('audience', models.CharField(choices=[('everybody', 'Everybody'), ('firms', 'Enterprises'), ('officers', 'Quality officers'), ('schools', 'Schools'), ('families', 'Families')], default='everybody', max_length=10, verbose_name='for whom')),
                        ('organiser', models.CharField(max_length=120, verbose_name='organiser')),
                        ('starts_at', models.DateTimeField(verbose_name='starts at')),
                        ('ends_at', models.DateTimeField(verbose_name='ends at')),
                        ('area', models.CharField(choices=[('xiangzhou', 'Xiangzhou District'), ('jinwan', 'Jinwan District'), ('doumen', 'Doumen District'), ('hengqin', 'Hengqin'), ('online', 'Online'), ('elsewhere', 'Elsewhere')], default='xiangzhou', max_length=12, verbose_name='district')),
                        ('place', models.CharField(blank=True, help_text='Building, room, or how to find it.', max_length=120, verbose_name='place')),
                        ('link', models.CharField(blank=True, help_text='For an event online. Only who has a seat is shown it.', max_length=300, validators=[django.core.validators.URLValidator(['https', 'http'])], verbose_name='link to take part')),
                        ('opens_at', models.DateTimeField(blank=True, help_text='Empty: at once.', null=True, verbose_name='registration opens at')),
                        ('closes_at', models.DateTimeField(blank=True, help_text='Empty: when it begins.', null=True, verbose_name='registration closes at')),
                        ('seats', models.PositiveIntegerField(blank=True, help_text='Empty: as many as come.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='seats')),
                        ('taken', models.PositiveIntegerField(default=0, editable=False, verbose_name='seats taken')),
                        ('has_waiting_list', models.BooleanField(default=True, verbose_name='keeps a waiting list')),
                        ('group_limit', models.PositiveSmallIntegerField(default=1, help_text='How many people one may register at once.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='largest group')),
                        ('credit_minutes', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(600)], verbose_name='minutes credited')),
                        ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                        ('changed_at', models.DateTimeField(default=core.dates.now, editable=False, verbose_name='changed')),
                        ('course', models.ForeignKey(blank=True, help_text='Empty: attending earns no credit hours.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='courses.course', verbose_name='hours count towards')),
                        ('host', models.ForeignKey(blank=True, help_text='Who submitted it: checks people in at the door and reads the list.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hosted_events', to=settings.AUTH_USER_MODEL, verbose_name='host')),
                        ('group_least', models.PositiveSmallIntegerField(db_default=1, default=1, help_text='More than 1: nobody registers alone, only a group of so many.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='smallest group')),
                    ],
                    options={
                        'verbose_name': 'event',
                        'verbose_name_plural': 'events',
                        'ordering': ['starts_at', 'title'],
                        'indexes': [models.Index(fields=['published_at', 'starts_at'], name='event_published_starts')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='event_starts_before_it_ends', violation_error_message='An event starts before it ends.'), models.CheckConstraint(condition=models.Q(('opens_at', None), ('closes_at', None), ('opens_at__lt', models.F('closes_at')), _connector='OR'), name='event_opens_before_it_closes', violation_error_message='Registration opens before it closes.'), models.CheckConstraint(condition=models.Q(('closes_at', None), ('closes_at__lte', models.F('ends_at')), _connector='OR'), name='event_closes_before_its_end', violation_error_message='Registration closes before the event ends.'), models.CheckConstraint(condition=models.Q(('seats', None), ('taken__lte', models.F('seats')), _connector='OR'), name='event_never_oversold', violation_error_message='More seats are given out already: keep at least as many.'), models.CheckConstraint(condition=models.Q(('credit_minutes', 0), ('course__isnull', False), _connector='OR'), name='event_hours_have_a_course', violation_error_message='Say towards which course the minutes count.')],
                    },
                    bases=(modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name='Cancellation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=core.dates.now, verbose_name='at')),
                        ('reason', models.CharField(max_length=200, verbose_name='reason')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                        ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cancellation', to='events.event', verbose_name='event')),
                    ],
                    options={
                        'verbose_name': 'cancelled event',
                        'verbose_name_plural': 'cancelled events',
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='eventcancellation_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='GuestLetter',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('made_at', models.DateTimeField(default=core.dates.now, verbose_name='made at')),
                        ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('language', models.CharField(max_length=10, verbose_name='language')),
                        ('code', models.CharField(max_length=40, verbose_name='news')),
                        ('occasion', models.CharField(max_length=120, verbose_name='occasion')),
                        ('facts', models.JSONField(default=dict, verbose_name='facts')),
                        ('address', models.CharField(max_length=600, verbose_name='leads to')),
                    ],
                    options={
                        'verbose_name': 'letter to a guest',
                        'verbose_name_plural': 'letters to guests',
                        'ordering': ['-made_at'],
                        'constraints': [models.UniqueConstraint(fields=('email', 'code', 'occasion'), name='guestletter_once_an_occasion')],
                    },
                ),
                migrations.CreateModel(
                    name='Registration',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                        ('group', models.CharField(blank=True, max_length=80, verbose_name='organisation or group')),
                        ('persons', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='people')),
                        ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='language')),
                        ('code', models.CharField(default=events.codes.new_code, max_length=8, unique=True, verbose_name='check-in code')),
                        ('asked_at', models.DateTimeField(default=core.dates.now, verbose_name='asked for')),
                        ('seated_at', models.DateTimeField(blank=True, null=True, verbose_name='seated')),
                        ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='given back')),
                        ('left_reason', models.CharField(blank=True, max_length=200, verbose_name='why taken back')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='events.event', verbose_name='event')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event_registrations', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ],
                    options={
                        'verbose_name': 'registration for an event',
                        'verbose_name_plural': 'registrations for events',
                        'ordering': ['asked_at', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None), ('person__isnull', False)), fields=('event', 'person'), name='registration_event_person_live', violation_error_message='This person is registered already.'), models.UniqueConstraint(condition=models.Q(('left_at', None), ('person', None), models.Q(('email', ''), _negated=True)), fields=('event', 'email'), name='registration_event_guest_live', violation_error_message='This address is registered already.'), models.CheckConstraint(condition=models.Q(('persons__gte', 1)), name='registration_someone_comes')],
                    },
                ),
                migrations.CreateModel(
                    name='CheckIn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=core.dates.now, verbose_name='at')),
                        ('persons', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='people')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                        ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='events.registration', verbose_name='registration for an event')),
                        ('number', models.PositiveSmallIntegerField(default=1, verbose_name='which check-in of the registration')),
                    ],
                    options={
                        'verbose_name': 'check-in at an event',
                        'verbose_name_plural': 'check-ins at events',
                        'constraints': [models.UniqueConstraint(fields=('registration', 'number'), name='checkin_registration_number_uniq')],
                        'ordering': ['number'],
                    },
                ),
                migrations.CreateModel(
                    name='Submission',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=core.dates.now, verbose_name='submitted')),
                        ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                        ('is_accepted', models.BooleanField(default=False, verbose_name='published')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='event_submissions', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='events.event', verbose_name='event')),
                    ],
                    options={
                        'verbose_name': 'submitted event',
                        'verbose_name_plural': 'submitted events',
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('event',), name='eventsubmission_one_open'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('by')), _negated=True), _connector='OR'), name='eventsubmission_decided_by_another', violation_error_message='Nobody decides on what he submitted himself.'), models.CheckConstraint(condition=models.Q(('decided_at', None), ('is_accepted', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='eventsubmission_return_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='EventEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='entry', to='events.event', verbose_name='event')),
                    ],
                    options={
                        'verbose_name': 'event in the search',
                        'verbose_name_plural': 'events in the search',
                    },
                    bases=(modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name='OrganiserLink',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('to', models.CharField(max_length=120, verbose_name='for whom the link is')),
                        ('made_at', models.DateTimeField(default=core.dates.now, verbose_name='made at')),
                        ('expires_at', models.DateTimeField(verbose_name='holds until')),
                        ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                        ('opened', models.PositiveIntegerField(default=0, verbose_name='times opened')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='link made by')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organiser_links', to='events.event', verbose_name='event')),
                    ],
                    options={
                        'verbose_name': "organiser's link",
                        'verbose_name_plural': "organisers' links",
                        'ordering': ['-made_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('to', ''), _negated=True), name='organiserlink_is_for_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='Reversal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=core.dates.now, verbose_name='at')),
                        ('reason', models.CharField(max_length=200, verbose_name='reason')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                        ('check_in', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='events.checkin', verbose_name='check-in at an event')),
                    ],
                    options={
                        'verbose_name': 'check-in taken back',
                        'verbose_name_plural': 'check-ins taken back',
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='checkinreversal_has_reason')],
                    },
                ),
            ],
        ),
        core.tables.AppendOnly(
            app='events',
            model='Cancellation',
        ),
        core.tables.AppendOnly(
            app='events',
            model='Submission',
            once='decided_at',
        ),
        core.tables.AppendOnly(
            app='events',
            model='CheckIn',
        ),
        core.tables.AppendOnly(
            app='events',
            model='Reversal',
        ),
    ]
