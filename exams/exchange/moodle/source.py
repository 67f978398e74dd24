"""One question of a Moodle file as its reader meets it: texts in our languages, numbers, and an account of what was taken."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from exams.exchange import images, multilang, richtext
from exams.exchange.drafts import LOCALES, Picture
from exams.exchange.markup import Account, Element, name_of
from exams.exchange.notation import Unusable, blanked

LONGEST = 100_000


class Source:
    """A question element. Whatever is asked for is noted as understood; the rest is listed at the end."""

    def __init__(self, element: Element, account: Account, locale: str) -> None:
        self.element, self.account = element, account
        self.name = " ".join(element.xpath("string(name/text)").split())
        self.locales = self._locales(locale)
        self._files: set[Element] = set()
        self._shown: set[str] = set()  # the tags of the picture that goes with the question
        self.picture = self._picture()
        self.remarks: list[tuple[str, dict[str, str]]] = []  # what is said to an answer: it goes into the explanation

    def _locales(self, locale: str) -> tuple[str, ...]:
        found: set[str] = set()
        for text in self.element.iter("text", "tag", "answer"):
            ours, others = multilang.languages(text.text or "")
            found |= ours
            for code in others:
                self.account.count("unknown", text, "language-unknown", language=code)
        return tuple(code for code in LOCALES if code in found) or (locale,)

    def all(self, name: str, within: Element | None = None) -> list[Element]:
        """The children of this name, noted as understood."""
        parent = self.element if within is None else within
        found = [child for child in parent if isinstance(child.tag, str) and name_of(child) == name]
        self.account.take(found)
        return found

    def take_all(self, within: Element, *names: str) -> None:
        """Note children as understood that say nothing to us."""
        for name in names:
            self.all(name, within)

    def word(self, name: str, within: Element | None = None) -> str:
        """The bare text of a child, or of its <text>."""
        for child in self.all(name, within):
            inner = self.all("text", child)
            return "".join(inner[0].itertext() if inner else child.itertext()).strip()
        return ""

    def is_true(self, name: str) -> bool:
        """Whether a switch is on; older files write 1."""
        return self.word(name).lower() in ("true", "1")

    def number(self, name: str, otherwise: str = "0") -> Decimal:
        try:
            number = Decimal(self.word(name) or otherwise)
        except InvalidOperation:
            return Decimal(otherwise)
        return number if number.is_finite() else Decimal(otherwise)

    def fraction(self, answer: Element) -> Decimal:
        """What an answer is worth in hundredths."""
        try:
            number = Decimal((answer.get("fraction") or "0").strip() or "0")
        except InvalidOperation as fault:
            raise Unusable("moodle-fraction", fraction=answer.get("fraction") or "") from fault
        if not number.is_finite():
            raise Unusable("moodle-fraction", fraction=answer.get("fraction") or "")
        return number

    def texts(self, holder: Element) -> dict[str, str]:
        """The <text> of an element as plain text in each language; its pictures and files are listed."""
        raw = self._raw(holder)
        form = holder.get("format")
        if form in ("plain_text", "markdown"):
            return {locale: richtext.tidy(multilang.read(raw, locale)) for locale in self.locales}
        return {locale: self._plain(multilang.read(raw, locale), holder) for locale in self.locales}

    def text(self, name: str) -> dict[str, str]:
        """The texts of a child; none where it is empty in every language."""
        for child in self.all(name):
            texts = self.texts(child)
            if any(texts.values()):
                return texts
        return {}

    def html(self, name: str) -> dict[str, str]:
        """The text of a child as it lies there, by language."""
        for child in self.all(name):
            raw = self._raw(child)
            return {locale: multilang.read(raw, locale) for locale in self.locales}
        return {}

    def plain(self, html: str) -> str:
        """HTML of the question text as ours, blanks in one form."""
        return blanked(self._plain(html, self.element))

    def words(self, holder: Element) -> list[str]:
        """What an answer says in any language: accepted words know none."""
        return list(dict.fromkeys(text for text in self.texts(holder).values() if text))

    def remark(self, label: str, answer: Element) -> None:
        """Keep what Moodle says to whoever gives this answer."""
        for feedback in self.all("feedback", answer):
            texts = self.texts(feedback)
            if any(texts.values()):
                self.remarks.append((label, texts))

    def ignore(self, names: Iterable[str], usual: Iterable[str] = ("", "0", "0.0000000", "0.3333333", "1.0000000")) -> None:
        """Take elements we have no use for, and list those that say something."""
        for name in names:
            for child in self.all(name):
                said = " ".join("".join(child.itertext()).split())
                self.account.take(child.iter())
                if said not in usual:
                    self.account.count("unknown", child, "setting-ignored", name=name)

    def _raw(self, holder: Element) -> str:
        raw = "".join("".join(text.itertext()) for text in self.all("text", holder))
        self._list_files(holder)
        for tag in self._shown:
            raw = raw.replace(tag, "")
        if len(raw) > LONGEST:
            raise Unusable("text-too-long", most=LONGEST)
        return raw

    def _plain(self, html: str, holder: Element) -> str:
        text, unknown = richtext.from_html(html)
        for tag in sorted(unknown):
            self.account.count("unknown", holder, "markup-dropped", tag=tag)
        return text

    def _picture(self) -> Picture | None:
        """The first picture of the question, with its words in each language."""
        texts = {locale: multilang.read(self._question(), locale) for locale in self.locales}
        found = {locale: images.tags(html) for locale, html in texts.items()}
        first = next((tags[0] for tags in found.values() if tags), None)
        if first is None:
            return None
        name = first[1].removeprefix("@@PLUGINFILE@@/")
        file = next((f for f in self.element.iterfind("questiontext/file") if f.get("name") == name), None)
        data = images.inline(first[1]) if file is None else images.decoded(file.text or "")
        if not data or not images.ending(data):
            return None
        if file is not None:
            self._files.add(file)
            self.account.take([file])
        mine = [tag for tags in found.values() for tag in tags if tag[1] == first[1]]
        self._shown = {tag[0] for tag in mine}
        alt = {locale: next((tag[2] for tag in tags if tag[1] == first[1]), "") for locale, tags in found.items()}
        return Picture(data, {locale: words for locale, words in alt.items() if words})

    def _question(self) -> str:
        return "".join("".join(text.itertext()) for text in self.element.iterfind("questiontext/text"))

    def _list_files(self, holder: Element) -> None:
        for file in self.all("file", holder):
            if file in self._files:
                continue
            self._files.add(file)
            self.account.take(file.iter())
            self.account.say("unknown", file, "picture-left", name=file.get("name") or "", question=self.name[:60])
