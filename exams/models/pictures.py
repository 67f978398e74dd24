"""Pictures of the bank (试题图片): stored once under their digest, never changed, shown only to whom the item is shown."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.core.files import File
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import now
from exams.languages import SOURCE
from exams.models.bank import Item, ItemVersion

if TYPE_CHECKING:
    from accounts.models import User


class ItemPictureQuerySet(models.QuerySet["ItemPicture"]):
    def visible_to(self, user: "User | AbstractBaseUser | AnonymousUser") -> Self:
        """Those of the public contest to everybody, of practice to who is signed in, all to whoever works on the bank;

        but what was just taken out of the exams is open to neither while a paper with it is being written;
        further to a candidate those of his own papers, to a learner of his own quizzes, to a marker of the answers he holds.
        """
        to_all = Q(sha256__in=_shown(ItemVersion.objects.filter(item__in=Item.objects.known_to_all().off_papers())))
        if not isinstance(user, PermissionsMixin):
            return self.filter(to_all)
        if user.has_perm("exams.view_item"):
            return self
        on_papers = _shown(ItemVersion.objects.filter(attempt_items__attempt__candidate=user.pk))
        in_quizzes = _shown(ItemVersion.objects.filter(quiz_questions__attempt__learner=user.pk))
        to_mark = _shown(ItemVersion.objects.filter(attempt_items__claims__marker=user.pk))
        in_practice = _shown(ItemVersion.objects.current().filter(item__in=Item.objects.for_practice().off_papers()))
        own = Q(sha256__in=on_papers) | Q(sha256__in=in_quizzes) | Q(sha256__in=to_mark)
        return self.filter(own | to_all | Q(sha256__in=in_practice))


def _shown(wordings: "models.QuerySet[ItemVersion]") -> "models.QuerySet[ItemVersion, Any]":
    """Which pictures stand in them."""
    return wordings.order_by().values_list(KT(f"body__{SOURCE}__picture__sha256"))


class ItemPicture(models.Model):
    """A picture an item shows. Append-only: what a paper held must stay as it was."""

    sha256 = models.CharField(_("digest"), max_length=64, unique=True)
    mime = models.CharField(_("type"), max_length=20)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=now)

    objects = ItemPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("item picture")
        verbose_name_plural = _("item pictures")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.sha256[:12]

    def get_absolute_url(self) -> str:
        return reverse("exams:picture", args=[self.sha256])

    @property
    def path(self) -> str:
        """Where its bytes lie in the store that no web server hands out by itself."""
        return f"item-pictures/{self.sha256[:2]}/{self.sha256}.{self.mime.rpartition('/')[2]}"

    @property
    def size(self) -> int:
        """Its bytes, as the store counts them."""
        return int(storages["artefacts"].size(self.path))

    def open(self) -> "File[bytes]":
        return storages["artefacts"].open(self.path)

    def shown_as(self, alt: str) -> dict[str, str | int]:
        """What an item's body says of it."""
        return {"sha256": self.sha256, "alt": alt, "width": self.width, "height": self.height}
