"""People. One full name, because Chinese names have no first and last; e-mail is how one signs in."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.names import validate_name
from core.dates import now
from core.text import clean


class UserManager(BaseUserManager["User"]):
    """Creates accounts; the address is kept in lower case so that one mailbox is one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account (用户). The name is what a certificate will print."""

    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("This e-mail address already has an account.")}
    )
    full_name = models.CharField(
        _("full name"),
        max_length=60,
        validators=[MinLengthValidator(2, _("Write the full name, at least two characters.")), validate_name],
        help_text=_("As it should stand on a certificate."),
    )
    preferred_language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Mails are written in it, and signing in leads to pages in it."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_uniq", violation_error_message=_("This e-mail address already has an account.")
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()
        self.full_name = clean(self.full_name)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def first_name(self) -> str:
        """What Wagtail's side bar calls a person by: here there is only the one name."""
        return self.full_name


class Consent(models.Model):
    """That a person agreed to a text (同意), word for word: the digest tells which. Append-only; a trigger refuses changes.

    Personal Information Protection Law, art. 14 (informed, voluntary, explicit) and 17 (what must have been told).
    """

    class Purpose(models.TextChoices):
        TERMS = "terms", _("Exam rules and privacy notice")
        PHONE = "phone", _("Signing in by mobile number")
        OUTSIDE = "outside", _("Signing in by an account elsewhere")
        EXPERTS = "experts", _("Directory of experts")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents", verbose_name=_("user"))
    purpose = models.CharField(_("purpose"), max_length=40, choices=Purpose)
    version = models.CharField(_("version"), max_length=80)
    text_sha256 = models.CharField(_("digest of the text"), max_length=64)
    given_at = models.DateTimeField(_("given at"), default=now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Withdrawal(models.Model):
    """That a consent was taken back (撤回同意). Append-only; what was done before stays lawful (PIPL art. 15)."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal", verbose_name=_("consent"))
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("withdrawal of a consent")
        verbose_name_plural = _("withdrawals of consents")

    def __str__(self) -> str:
        return f"{self.consent}"


class Phone(models.Model):
    """A person's mobile number (手机号), given to sign in by and for nothing else."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="phone", verbose_name=_("user"))
    number = models.CharField(_("mobile number"), max_length=16, unique=True)
    verified_at = models.DateTimeField(_("confirmed at"), default=now)

    class Meta:
        verbose_name = _("mobile number")
        verbose_name_plural = _("mobile numbers")

    def __str__(self) -> str:
        return self.number


class Look(models.Model):
    """That somebody looked at another person's record (查阅记录): shown to that person. Append-only; it goes after 400 days.

    Once a day for the same two and the same thing: it tells who and what, not how often somebody pressed a key.
    """

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("looked at by"))
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="looks", verbose_name=_("whose record"))
    what = models.CharField(_("what was looked at"), max_length=40)
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("moment"), default=now)

    class Meta:
        verbose_name = _("look at a record")
        verbose_name_plural = _("looks at records")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["by", "person", "what", "day"], name="look_once_a_day")]

    def __str__(self) -> str:
        return f"{self.by_id} {self.person_id} {self.what}"


class Erasure(models.Model):
    """That a person had everything erased that need not be kept (注销). Append-only."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="erasure", verbose_name=_("user"))
    at = models.DateTimeField(_("moment"), default=now)
    kept = models.JSONField(_("what is kept, and why"), default=list)

    class Meta:
        verbose_name = _("erasure of a person’s data")
        verbose_name_plural = _("erasures of persons’ data")

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d}"
