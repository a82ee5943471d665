"""What the parts of a round's pages share, and the frame of a numbered figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

from generator.compute.history import EarlierRound
from generator.model.project import DisclosureSettings
from generator.model.questionnaire import Item, Questionnaire, Section
from generator.model.released import EVERYBODY, LEVEL_DIMENSION, ReleasedResults, Slice
from generator.render.figure_numbers import FigureNumber
from generator.render.item_views import GroupView, group_views
from generator.render.markdown_parts import PageWords, without_blank_lines
from generator.render.questionnaire_form import section_anchor, section_code
from generator.render.report_tables import slice_title, source_line
from generator.render.report_words import Macros, PageEnvironment, ReportWords
from generator.render.round_charts import Drawing
from generator.render.slots import finished

ROOT = "../../../"
"""From <lang>/results/<round>/ to the root of the site."""
FIGURES_TEMPLATE = "pages/round_figures.html"


@dataclass(frozen=True)
class RoundHistory:
    """What came before a round, all translated."""

    earlier: Sequence[EarlierRound] = ()
    """Oldest first."""
    versions: Mapping[str, Questionnaire] = field(default_factory=dict)
    """All versions of questionnaires by key: the earlier rounds' among them."""


@dataclass(frozen=True)
class RoundPage:
    """One page of a round's report while it is made; all texts are translated."""

    words: ReportWords
    markdown: PageWords
    macros: Macros
    """Of round_figures.html."""
    parts: Macros
    """Of report_parts.html."""
    questionnaire: Questionnaire
    released: ReleasedResults
    settings: DisclosureSettings
    source: str
    """The line under every figure, as HTML."""
    groups: tuple[GroupView, ...]
    history: RoundHistory = RoundHistory()

    def heading(self, depth: int, text: str, anchor: str, attributes: str = "") -> str:
        """A heading as Markdown; `text` is HTML that is safe in Markdown already."""
        return f"{'#' * depth} {text} {{#{anchor}{attributes}}}"

    def section_title(self, section: Section) -> str:
        """Code and title of an area, or the title of a block, for a Markdown heading."""
        return f"{section_code(self.questionnaire, section)} {self.markdown.heading_text(section.title)}".lstrip()

    def section_title_html(self, section: Section) -> str:
        """The same as HTML."""
        return f"{section_code(self.questionnaire, section)} {self.words.html(section.title)}".lstrip()

    def section_anchor(self, section: Section) -> str:
        """Where a section stands on the main page."""
        return section_anchor(self.questionnaire, section)

    def html(self, macro: str, *facts: object) -> str:
        """A block of HTML that Markdown leaves whole."""
        return without_blank_lines(self.macros.html(macro, *facts))

    def slice_title(self, slice_: Slice) -> str:
        """What a part of the respondents is called, as HTML."""
        return slice_title(self.words, self.questionnaire, self.released, slice_)

    def item_name(self, item: Item) -> str:
        """Code and title of an item, as HTML."""
        return self.macros.html("item_name", item)

    def figure(
        self,
        number: FigureNumber,
        content: str,
        *,
        title: str = "",
        drawing: Drawing | None = None,
        chart: str = "",
        has_source: bool = False,
    ) -> str:
        """A numbered figure: its title, the drawing if there is one, and finished tables.

        `title` is HTML; without one, a caption in `content` carries the number (see `number_html`). `chart` is the key
        of the specifications for exploring. `has_source`: whether `content` ends with the line on the source.
        """
        facts = SimpleNamespace(
            id=number.anchor,
            number=finished(self.number_html(number)),
            title=finished(title),
            drawing=drawing,
            chart=chart if drawing else "",
            content=finished(content),
            source="" if has_source else finished(self.source),
        )
        return self.html("figure", facts)

    def number_html(self, number: FigureNumber) -> str:
        """The words "Figure C5" as a link to the figure, as HTML."""
        return self.macros.html("number", number)


def round_page(
    environment: PageEnvironment,
    questionnaire: Questionnaire,
    settings: DisclosureSettings,
    released: ReleasedResults,
    history: RoundHistory = RoundHistory(),
) -> RoundPage:
    """A page of the round. `questionnaire`, the settings of rounds and `history` are translated already."""
    words = ReportWords(environment)
    return RoundPage(
        words=words,
        markdown=PageWords(environment),
        macros=words.macros(FIGURES_TEMPLATE),
        parts=words.macros("pages/report_parts.html"),
        questionnaire=questionnaire,
        released=released,
        settings=settings,
        source=source_line(words, released),
        groups=group_views(questionnaire),
        history=history,
    )


def slices_of(released: ReleasedResults, dimension: str) -> tuple[Slice, ...]:
    """The parts of one dimension, in the order of the report."""
    return tuple(slice_ for slice_ in released.slices if slice_.dimension == dimension)


def dimensions_of(released: ReleasedResults) -> tuple[str, ...]:
    """What a round is broken down by: the level, then the dimensions of round.yaml; those with several values."""
    names = (LEVEL_DIMENSION, *released.setting.dimensions)
    return tuple(name for name in names if len(slices_of(released, name)) > 1)


def page_body(blocks: Iterable[str]) -> str:
    """The Markdown of a page from its blocks; empty blocks are left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"


def everybody_and(slices: Iterable[Slice]) -> tuple[Slice, ...]:
    """All respondents, then the parts."""
    return (EVERYBODY, *slices)
