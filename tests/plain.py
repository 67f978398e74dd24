"""A reader without scripts: sends exactly what a form on the page holds, and fills in what the page lets one fill in.

Nothing is sent that is not in the HTML: the token against forgery, hidden fields, and of choices those that are offered. A form
that is hidden until a script shows it is not there.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

from django.test import Client

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Form:
    """A form as it stands on the page."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, set[str]] = field(default_factory=dict)  # of choices: what can be chosen
    fixed: set[str] = field(default_factory=set)
    many: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """What a reader can fill in."""
        return (self.values.keys() | self.offered.keys()) - self.fixed

    def filled(self, told: dict[str, Any], button: tuple[str, str] | None) -> dict[str, list[str]]:
        sent = {name: list(values) for name, values in self.values.items()}
        for name, value in told.items():
            values = [value] if isinstance(value, str) else list(value)
            assert set(values) <= self.offered.get(name, set(values)), f"{name}: {values} is not offered"
            assert len(values) < 2 or name in self.many, f"{name} takes one value"
            sent[name] = values
        pressed = button or (self.buttons[0] if self.buttons else None)
        if pressed and pressed[0]:
            assert pressed in self.buttons, f"no button {pressed}"
            sent[pressed[0]] = [pressed[1]]
        return sent


class _Forms(HTMLParser):
    """The forms of a page, with the fields tied to them by `form=` elsewhere left out."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._open: list[tuple[str, bool]] = []
        self._select = self._text = ""

    @property
    def _is_hidden(self) -> bool:
        return any(hidden for _tag, hidden in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append((tag, "hidden" in given or tag == "template"))
        if tag == "form" and not self._is_hidden:
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in given:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text" if tag == "input" else "submit")
        if tag in ("input", "button") and kind == "submit":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and name and kind not in ("button", "reset", "file"):
            _input(form, name, kind, given)
        elif tag == "textarea" and name:
            self._text = name
            form.values[name] = [""]
        elif tag == "select" and name:
            self._select = name
            form.offered[name] = set()
            if "multiple" in given:
                form.many.add(name)
        elif tag == "option" and self._select:
            self._option(form, given)

    def _option(self, form: Form, given: dict[str, str]) -> None:
        """A list of one begins at what is selected, else at its first line."""
        value = given.get("value", "")
        form.offered[self._select].add(value)
        if "selected" in given or (self._select not in form.values and self._select not in form.many):
            form.values[self._select] = [value]

    def handle_endtag(self, tag: str) -> None:
        while any(one == tag for one, _hidden in self._open) and self._open.pop()[0] != tag:
            pass
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._text:
            self._form.values[self._text][0] += data


def _input(form: Form, name: str, kind: str, given: dict[str, str]) -> None:
    if kind not in ("radio", "checkbox"):
        form.values[name] = [given.get("value", "")]
        if kind == "hidden":
            form.fixed.add(name)
        return
    form.offered.setdefault(name, set()).add(given.get("value", "on"))
    if kind == "checkbox":
        form.many.add(name)
    if "checked" in given:
        form.values.setdefault(name, []).append(given.get("value", "on"))


def forms_of(html: str) -> list[Form]:
    parser = _Forms()
    parser.feed(html)
    return parser.forms


class Visitor:
    """Goes from page to page by addresses and forms alone; the token against forgery is asked for, as of everybody."""

    def __init__(self, user: Any = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if user is not None:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.at = self.html = ""

    def open(self, address: str, status: int = 200) -> str:
        return self._arrived(self.client.get(urljoin(self.at, address), follow=True), urljoin(self.at, address), status)

    def follow(self, address: str) -> str:
        """By a link that stands on the page."""
        assert f'href="{address}"' in self.html, f"{self.at} has no link to {address}"
        return self.open(address)

    def send(self, status: int = 200, *, to: str = "", button: tuple[str, str] | None = None, **told: Any) -> str:
        """Fill in and send the form that has these fields; `to` is in its address, where several have."""
        fitting = [
            form
            for form in forms_of(self.html)
            if told.keys() <= form.names and to in urljoin(self.at, form.action) and (button is None or button in form.buttons)
        ]
        if not told:
            fitting = [form for form in fitting if form.method == "post"]
        assert fitting, f"{self.at} has no form for {sorted(told)} {to}"
        form, address = fitting[0], urljoin(self.at, fitting[0].action)
        sent = form.filled(told, button)
        if form.method == "get":
            address = f"{address.partition('?')[0]}?{urlencode(sent, doseq=True)}"
            return self._arrived(self.client.get(address, follow=True), address, status)
        return self._arrived(self.client.post(address, sent, follow=True), address, status)

    def _arrived(self, answer: Any, address: str, status: int) -> str:
        assert answer.status_code == status, (address, answer.status_code)
        way = getattr(answer, "redirect_chain", [])
        self.at, self.html = urljoin(address, way[-1][0]) if way else address, answer.content.decode()
        return self.html
