"""The numbers, marks and sentences of a report in one language, each prepared once and filled many times."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from markupsafe import Markup, escape

from generator.compute.measures import rounded
from generator.model.catalogue import Wording
from generator.model.released import Mark
from generator.render import locale_format
from generator.render.slots import SlottedHtml, compile_slots, slot

_Key = TypeVar("_Key", bound=Hashable)
MARKED = (Mark.HIDDEN, Mark.NOBODY, Mark.NOT_ASKED)


class PageTemplate(Protocol):
    """What pages need of a template."""

    def render(self, *facts: Any, **named: Any) -> str:
        """The filled template."""
        ...

    def make_module(self, vars: dict[str, Any] | None = None) -> Any:  # noqa: A002 - Jinja's name
        """Its macros."""
        ...


class PageEnvironment(Protocol):
    """What pages need of the Jinja environment that `environment.page_environment` makes."""

    globals: Any
    finalize: Any

    def get_template(self, name: str) -> PageTemplate:
        """The template with this name."""
        ...


@functools.lru_cache(maxsize=65_536)
def whole_percent(value: float) -> int:
    """A percent as the page shows it."""
    return int(rounded(value))


class Macros:
    """The macros of one template, each run once for the same arguments."""

    def __init__(self, module: Any) -> None:
        self._module = module
        self._frames: dict[tuple[object, ...], SlottedHtml] = {}

    def html(self, name: str, *arguments: object) -> str:
        """What a macro writes now."""
        return str(getattr(self._module, name)(*arguments))

    def compiled(self, name: str, *arguments: object) -> SlottedHtml:
        """What a macro writes, cut at its slots."""
        return compile_slots(self.html(name, *arguments))

    def frame(self, name: str, *arguments: Hashable) -> SlottedHtml:
        """The same, kept for the next report with equal arguments."""
        key = (name, *arguments)
        if key not in self._frames:
            self._frames[key] = self.compiled(name, *arguments)
        return self._frames[key]


class Written(dict[_Key, str]):
    """What was written once for a value, so that the next look is that of a dictionary."""

    def __init__(self, write: Callable[[_Key], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: _Key) -> str:
        self[value] = text = self._write(value)
        return text


class ReportWords:
    """What a language needs to write numbers and sentences fast. Everything it returns is HTML.

    The tables `percents`, `wholes` and `coordinates` say the same as the methods, for loops that write thousands.
    """

    def __init__(self, environment: PageEnvironment) -> None:
        self.environment = environment
        self.language = str(environment.globals["language"])
        self.figures = self.macros("pages/report_figures.html")
        self._sentences: dict[tuple[str, tuple[str, ...]], SlottedHtml] = {}
        self._marks = {mark: self.figures.html("mark", mark.value) for mark in MARKED}
        self._decimals: dict[tuple[float, int], str] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self.percents = Written[float](lambda value: locale_format.format_percent(whole_percent(value), self.language))
        self.wholes = Written[float](lambda value: locale_format.format_number(value, self.language))
        self.coordinates = Written[float](lambda value: f"{value:.2f}".rstrip("0").rstrip("."))

    def macros(self, template: str) -> Macros:
        """The macros of a template, with `slot` at hand."""
        return Macros(self.environment.get_template(template).make_module({"slot": slot}))

    def mark(self, mark: Mark) -> str:
        """The mark that stands where no number stands."""
        return self._marks[mark]

    def html(self, text: str) -> str:
        """A text, escaped, and marked where it is not in the language of the page."""
        # Texts that are equal may be in different languages.
        key = (text, text.language if isinstance(text, Wording) else "")
        if key not in self._texts:
            finalize = self.environment.finalize
            self._texts[key] = str(escape(finalize(text) if finalize else text))
        return self._texts[key]

    def whole(self, value: float) -> str:
        """A whole number."""
        return self.wholes[value]

    def decimal(self, value: float, digits: int = 1) -> str:
        """A number with `digits` decimals."""
        key = (value, digits)
        if key not in self._decimals:
            self._decimals[key] = locale_format.format_number(value, self.language, digits)
        return self._decimals[key]

    def percent(self, value: float) -> str:
        """A whole percent."""
        return self.percents[value]

    def share(self, value: float, digits: int) -> str:
        """A percent with `digits` decimals, as a source publishes it."""
        return locale_format.format_percent(value, self.language, digits)

    def coordinate(self, value: float) -> str:
        """A length in a drawing: a point as decimal sign whatever the language, two decimals."""
        return self.coordinates[value]

    def sentence(self, key: str, values: Mapping[str, str]) -> str:
        """An interface string filled with HTML; `values` must have exactly the placeholders of the string."""
        names = tuple(values)
        if (key, names) not in self._sentences:
            slots = {name: slot(name) for name in names}
            self._sentences[key, names] = compile_slots(str(self._translate(key, **slots)))
        return self._sentences[key, names].fill(values)

    def text(self, key: str, **values: object) -> str:
        """An interface string as HTML."""
        return str(self._translate(key, **values))

    def plain(self, key: str, **values: object) -> str:
        """An interface string as plain text, for titles and files."""
        plain: Any = self.environment.globals["tp"]
        return str(plain(key, **values))

    def listing(self, texts: Sequence[str]) -> str:
        """HTML texts, one after another."""
        return ", ".join(texts)

    def _translate(self, key: str, **values: object) -> Markup:
        translate: Any = self.environment.globals["t"]
        markup: Markup = translate(key, **values)
        return markup
