from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    """That it is meant."""

    sure = forms.BooleanField(
        label=_("I know that this cannot be undone and that I can no longer sign in."),
        error_messages={"required": _("Tick the box: a closed account cannot be opened again.")},
    )
