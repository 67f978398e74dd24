"""A lesson pack (教学资源): what a teacher needs for a lesson. Public only when two departments approved these very words."""

from typing import Any, ClassVar
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.forms import Select
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, Revision, WorkflowState
from wagtail.search import index

from cms import pagecache
from cms.fields import ChosenField
from cms.models import BasePage
from cms.rendering import lead, plain, render
from core.dates import today
from core.shipped import digest, grown
from organisations.models import Industry
from schools.editing import PackForm
from schools.files import FilesPanel
from schools.models.review import Decision
from schools.traits import Kind, Language, Licence, Role, Stage, Subject, address_of, for_teachers, length_of, passes_on, terms

# The tag of all that lists and counts the public ones (cms.pagecache).
SHELVES = "schools-shelves"
# What resources say since the library is narrowed by it, and what each said when it came (core.shipped.grown).
LATER: dict[str, Any] = {"roles": for_teachers(), "industry": "", "languages": []}


class NotApproved(PermissionDenied):
    """These words do not have every approval they need; they cannot become public."""


class LessonPackPage(BasePage):
    """One resource: plan, sheets, materials, assessment, safety; its files beside it."""

    key = models.UUIDField(default=uuid4, editable=False)  # of its file addresses; a copy gets its own
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PLAN)
    stage = models.CharField(_("school stage"), max_length=12, choices=Stage)
    grades = models.CharField(_("grades"), max_length=60, blank=True, help_text=_("Such as: 三、四年级"))
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    links = models.CharField(_("other subjects it touches"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=40, validators=[MinValueValidator(5), MaxValueValidator(2000)]
    )
    licence = models.CharField(_("licence"), max_length=16, choices=Licence, blank=False)
    rights_holder = models.CharField(_("rights holder"), max_length=80, blank=True, help_text=_("Left empty, it is the school."))
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("If it rests on somebody else's work: whose."))
    roles = ChosenField(
        pgettext_lazy("teaching resource", "posts it serves"),
        vocabulary=Role,
        default=for_teachers,
        blank=True,
        help_text=_("Who gives the lesson, and the posts of quality that it prepares for."),
    )
    industry = models.ForeignKey(
        Industry,
        verbose_name=_("industry"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: of no industry in particular."),
    )
    languages = ChosenField(
        _("languages"),
        vocabulary=Language,
        default=list,
        blank=True,
        help_text=_("What its text and files are written in. Nothing ticked: in the language of its page."),
    )
    keywords = models.CharField(_("keywords"), max_length=120, blank=True)
    objectives = models.TextField(_("objectives"), blank=True, help_text=_("What pupils can do afterwards, one line each."))
    materials = models.TextField(
        pgettext_lazy("of a lesson", "materials"), blank=True, help_text=_("What is needed, one line each.")
    )
    cost = models.CharField(_("cost"), max_length=60, blank=True)
    safety = models.TextField(_("safety note"), blank=True, help_text=_("A practice course needs one."))
    text = models.TextField(_("text"), help_text=_("Markdown: ## headings, lists, tables, links."))
    html = models.TextField(editable=False, blank=True)
    cites = models.CharField(_("cites"), max_length=200, blank=True, help_text=_("What it rests on: 条例 9, 26"))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("By then somebody looks it over. Empty: no day is set.")
    )
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True, help_text=_("By when the school needs the decision."))
    review_note = models.TextField(_("note for those who review"), blank=True, max_length=600)
    edition = models.PositiveSmallIntegerField(default=0, editable=False)
    approved_on = models.DateField(null=True, editable=False)
    # An adaptation (改编) names what it rests on for good, should the original go one day.
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="adaptations", editable=False
    )
    based_licence = models.CharField(max_length=16, choices=Licence, blank=True, editable=False)
    attribution = models.TextField(blank=True, editable=False)
    code = models.CharField(max_length=12, blank=True, editable=False)  # of a shipped pack
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    base_form_class = PackForm
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("stage"), FieldPanel("subject"), FieldPanel("minutes")]),
        FieldPanel("licence"),
        FieldPanel("text"),
        FilesPanel("files", heading=_("Files"), label=_("File")),
        MultiFieldPanel([FieldPanel("wanted_by"), FieldPanel("review_note")], _("For those who review")),
        MultiFieldPanel(
            [
                *map(FieldPanel, ("summary", "grades", "links", "roles")),
                # Not Wagtail's window to choose from: that is shut to whoever does not keep the list (cms.snippets).
                FieldPanel("industry", widget=Select),
                *map(FieldPanel, ("languages", "keywords", "objectives", "materials", "cost", "safety")),
            ],
            _("More about the lesson"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("rights_holder", "source", "cites", "valid_until")], _("Rights and sources")
        ),
    ]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("words")]
    parent_page_types: ClassVar[list[Any]] = ["schools.SchoolPage"]
    exclude_fields_in_copy: ClassVar = ["key", "code", "content_sha256", "edition", "approved_on"]
    subpage_types: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("teaching resource")
        verbose_name_plural = _("teaching resources")
        indexes: ClassVar = [
            # All that the library counts by, in the order in which it shows it: resources themselves are not read to be counted.
            models.Index(
                fields=[
                    "-approved_on",
                    "-page_ptr",
                    "stage",
                    "subject",
                    "kind",
                    "licence",
                    "minutes",
                    "industry",
                    "roles",
                    "languages",
                ],
                name="schools_pack_shelf",
            )
        ]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """An address is of plain letters (docs/style.md); the editor makes one of the Chinese title."""
        address: str = getattr(self, "slug", "")
        if not address or not address.isascii():
            self.slug = f"{self.kind}-{uuid4().hex[:6]}"
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.kind == Kind.PRACTICE and not self.safety.strip():
            raise ValidationError({"safety": _("A practice course needs a safety note: what may hurt, and what to do.")})
        if self.based_licence and self.licence and not passes_on(self.based_licence, self.licence):
            told = {"licence": Licence(self.based_licence).label}
            raise ValidationError(
                {"licence": _("It rests on a work under %(licence)s; choose a licence that one allows.") % told}
            )
        if self.languages == [self.locale.language_code]:
            self.languages = []  # nothing that its page does not say
        self.html = render(self.text)

    @property
    def fingerprint(self) -> str:
        """Of what an editor may change; compared with what was last loaded."""
        names = ("title", "kind", "stage", "grades", "subject", "links", "minutes", "licence", "rights_holder", "objectives")
        told = [getattr(self, name) for name in (*names, "materials", "cost", "safety", "text", "cites")]
        facets = grown({"roles": self.roles, "industry": self.industry_code, "languages": self.languages}, LATER)
        return digest(*told, *([facets] if facets else []))

    @property
    def industry_code(self) -> str:
        return self.industry.code if self.industry else ""

    @property
    def role_names(self) -> "list[Promise | str]":
        return [Role(value).label for value in self.roles if value in Role.values]

    @property
    def posts(self) -> "list[Promise | str]":
        """The posts of quality it prepares for; that teachers give it, a list need not say."""
        return [Role(value).label for value in self.roles if value in Role.values and value != Role.TEACHER]

    @property
    def written_in(self) -> list[Language]:
        """Its languages; where nobody says, that of its page."""
        return [Language(value) for value in self.languages or [self.locale.language_code] if value in Language.values]

    @property
    def page_language(self) -> "Promise | str":
        return Language(self.locale.language_code).label

    @property
    def lead(self) -> str:
        return self.summary or "；".join(self.objective_list) or lead(self.html)

    @property
    def objective_list(self) -> list[str]:
        return [line.strip() for line in self.objectives.splitlines() if line.strip()]

    @property
    def holder(self) -> str:
        return self.rights_holder or self.get_parent().title

    @property
    def labels(self) -> "dict[str, Promise | str]":
        """What it is, in words. Django's own `get_…_display` translates every choice there is, for each row of a list."""
        named = {"stage": Stage(self.stage), "subject": Subject(self.subject), "kind": Kind(self.kind)}
        told: dict[str, Promise | str] = {name: value.label for name, value in named.items()}
        return told | {"licence": Licence(self.licence).label, "length": length_of(self.minutes).label}

    @property
    def length_label(self) -> str:
        return str(length_of(self.minutes).label)

    @property
    def licence_terms(self) -> str:
        return terms(self.licence)

    @property
    def licence_address(self) -> str:
        return address_of(self.licence)

    def words(self) -> str:
        return " ".join([self.get_subject_display(), self.grades, self.links, self.keywords, plain(self.html)])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A copy starts as a draft; nothing becomes public past the two departments, whichever way is tried."""
        written = kwargs.get("update_fields")
        becomes_public: bool = self.live and (written is None or "live" in written)  # type: ignore[has-type]  # Wagtail's own
        if becomes_public and not Decision.objects.carry(self.live_revision_id):
            if not self._state.adding:
                raise NotApproved(_("Both departments must approve this version first, and the final reader where there is one."))
            self.has_unpublished_changes = True
            self.live = False
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """A change while it is in review begins the review again, with the first department.

        What a department has decided on is not written over by an editor's autosave: the change is a version of its own.
        """
        over = kwargs.get("overwrite_revision")
        if over is not None and Decision.objects.filter(revision=over.pk).exists():
            kwargs["overwrite_revision"] = None
        revision: Revision = super().save_revision(*args, **kwargs)
        state = self.current_workflow_state
        if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
            by = kwargs.get("user")
            with transaction.atomic():
                state.cancel(user=by)
                state.workflow.start(self, by)
        return revision

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        return super().copy(*args, **kwargs | {"keep_live": False})

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        if not Decision.objects.carry(revision.pk):
            raise NotApproved(_("Both departments must approve this version first, and the final reader where there is one."))
        # The approvals are the permission; who gave the last one need not be an editor.
        published = super().publish(revision, *args, **kwargs | {"skip_permission_checks": True})
        LessonPackPage.objects.filter(pk=self.pk).update(edition=Decision.objects.editions(self.pk), approved_on=today())
        pagecache.purge(SHELVES)
        return published

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from schools.views.library import pack

        return pack(request, self)
