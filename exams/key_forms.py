"""Proposing a correction of a key: what is to change, the answer that is right, and why."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams import rekeying
from exams.forms import BadAnswer, Shape, from_form
from exams.models import AnswerKey, KeyRevision

Kind = KeyRevision.Kind


class CorrectionForm(forms.Form):
    """A kind of correction with its reason; `key` is the one that holds. `rule` and `data` are the key that would hold."""

    kind = forms.ChoiceField(label=gettext_lazy("What is to change"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Candidates may read it: name the source that shows the key to be wrong."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rule: str
    data_after: dict[str, Any]

    def __init__(self, key: AnswerKey, shape: Shape, clusters: list[rekeying.Cluster], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key, self.shape, self.clusters = key, shape, clusters
        by_answer = [Kind.REKEY, Kind.ACCEPT] if key.rule in rekeying.BY_ANSWER else []
        kinds = [*by_answer, *(kind for kind in (Kind.VOID, Kind.FULL) if kind != key.rule)]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        if not kind:
            return cleaned
        assert isinstance(self.data, QueryDict)  # noqa: S101 - it comes from a request
        try:
            self.rule, self.data_after = self._after(kind, self.data)
        except (BadAnswer, rekeying.Unusable) as reason:
            words = str(reason) if isinstance(reason, BadAnswer) else _("Give an answer that is not right yet, complete.")
            self.add_error("kind", words)
        return cleaned

    def _after(self, kind: str, typed: QueryDict) -> tuple[str, dict[str, Any]]:
        names = set(typed.getlist("cluster"))
        chosen = [cluster for cluster in self.clusters if cluster.name in names]
        if kind == Kind.ACCEPT and chosen:
            return self.key.rule, rekeying.accepting(self.key.data, chosen)
        answer = None if kind in (Kind.VOID, Kind.FULL) else from_form(self.shape, typed)
        return rekeying.revised(kind, self.key.rule, self.key.data, answer)
