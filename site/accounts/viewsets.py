"""People and roles in the admin (/cms/users/, /cms/groups/): one full name, roles by their label, nobody deleted."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views import groups, users

from accounts import roles
from accounts.admin_forms import GroupForm, PersonEditForm, PersonForm
from accounts.models import User


class _NobodyDeletes(ModelPermissionPolicy):
    """An account is switched off, never deleted: results, consents and the audit log point at it."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


class PeopleIndex(users.IndexView):
    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Column] = super().columns
        shown = {column.name: column for column in columns}
        shown["name"].sort_key = "full_name"
        shown["email"].label = _("E-mail")
        shown["is_superuser"] = Column("roles", accessor=roles.held, label=_("Roles"), width="20%")
        return list(shown.values())

    @property
    def search_fields(self) -> set[str]:
        return {"full_name", "email"}

    def get_base_queryset(self) -> models.QuerySet[User]:
        people: models.QuerySet[User] = super().get_base_queryset().prefetch_related("groups")
        return people

    def get_delete_url(self, instance: User) -> None:
        return None


class PersonEdit(users.EditView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False


class UserViewSet(users.UserViewSet):
    index_view_class = PeopleIndex
    edit_view_class = PersonEdit
    ordering = "full_name"
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> ModelPermissionPolicy:
        return _NobodyDeletes(self.model)

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonEditForm if for_update else PersonForm


# One word for it on every screen: what Django calls a group is a role here.
Group._meta.verbose_name = pgettext_lazy("of a person", "role")
Group._meta.verbose_name_plural = pgettext_lazy("of a person", "roles")


class GroupIndex(groups.IndexView):
    add_item_label = _("Add a role")
    columns = [  # noqa: RUF012  # declared so by Wagtail
        TitleColumn(
            "name",
            label=pgettext_lazy("of a thing", "Name"),
            accessor=lambda group: roles.label(group.name),
            sort_key="name",
            url_name="wagtailusers_groups:edit",
        )
    ]


class GroupCreate(groups.CreateView):
    page_title = _("Add a role")


class GroupDelete(groups.DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A group made here may go; a role is part of the site."""
        if self.get_object().name in roles.LABELS:
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class GroupViewSet(groups.GroupViewSet):
    model = Group
    index_view_class = GroupIndex
    add_view_class = GroupCreate
    delete_view_class = GroupDelete

    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return GroupForm
