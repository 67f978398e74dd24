"""How a person wants each kind of notice."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notices.kinds import Delivery, Kind, kinds
from notices.models import Notice, Preference
from notices.preferring import prefer

CHOICES = [(way.value, way.label) for way in (Delivery.AT_ONCE, Delivery.DIGEST, Delivery.OFF)]


class PreferencesForm(forms.Form):
    """One choice for each kind that leaves one. Kinds are fields, named after their code."""

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.chosen = chosen = dict(Preference.objects.filter(reader=reader).values_list("code", "delivery"))
        self.free: dict[str, Kind] = {kind.code: kind for kind in kinds() if not kind.is_fixed}
        for code, kind in self.free.items():
            self.fields[code] = forms.ChoiceField(
                label=str(kind.name),
                choices=CHOICES,
                initial=chosen.get(code, kind.delivery.value),
                widget=forms.Select(attrs={"class": "input", "aria-label": str(kind.name)}),
            )

    def known(self) -> Iterator[str]:
        """The kinds the reader was told of or has chosen about (1 query)."""
        yield from self.chosen
        yield from Notice.objects.filter(reader=self.reader).order_by().values_list("code", flat=True).distinct()

    def save(self) -> None:
        """Keep what differs from before: who changes nothing follows the site's defaults."""
        for code in self.changed_data:
            prefer(self.reader, self.free[code], Delivery(self.cleaned_data[code]))


class ForesightForm(forms.Form):
    """Whose notices are to be foreseen, and for how many days."""

    email = forms.EmailField(label=_("E-mail"))
    days = forms.IntegerField(label=_("Days ahead"), min_value=1, max_value=370, initial=60)

    def clean_email(self) -> User:
        person = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody signs in with this address. Look for a typing mistake."))
        return person
