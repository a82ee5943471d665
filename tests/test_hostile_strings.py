"""No text of a translator changes a page: hostile strings in six contexts, compared with a control of plain words.

The catalogues are put in past all checks of loading, so that every string comes to every context: text, attribute,
data of a script, drawing and specification of a chart, guide, paper. What stands there must then be held by escaping
alone. Left aside are only strings that loading refuses for a reason that is no markup: characters that nobody sees, the
name of a placeholder that does not exist, too many letters. They are in the test of the checks.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pikepdf
import polib
import pytest

from generator.load.characters import forbidden
from generator.load.message_checks import check_form
from generator.load.project import load_project
from generator.model.catalogue import Domain, SourceMessage
from generator.model.problem import Severity
from generator.render.language_site import shared_files
from generator.translation import guide_blocks
from generator.translation.checks import check_translations
from generator.translation.glossary import Glossary
from generator.translation.messages import source_messages
from generator.write import mkdocs_site
from generator.write.assets import asset_files
from generator.write.content_policy import with_content_policy
from generator.write.pdf import PdfJob, render_job
from generator.write.sanitising import Sanitised, sanitised_page
from generator.write.verify import page_facts
from tests import hostile_output
from tests.conftest import IS_NIGHTLY
from tests.hostile_output import PAPER, Seen, outline, skeleton
from tests.hostile_project import (
    LANGUAGE,
    Output,
    Speak,
    fits,
    loaded,
    make_hostile_project,
    rendered,
    spoken,
)
from tests.hostile_strings import FAMILIES, HOSTILE, PROBE

pytestmark = pytest.mark.slow

PLACEHOLDER: Final = re.compile(r"\{[a-z][a-z0-9_]*\}")
PUT_IN: Final = tuple(
    number
    for number, text in enumerate(HOSTILE)
    if not any(forbidden(text)) and not PLACEHOLDER.search(text) and len(text) < 1_000
)
"""The strings that go past the checks."""
CONTEXTS: Final = frozenset({"text", "attribute", "data", "drawing", "guide", PAPER, "table", "search"})
RAREST_FIRST: Final = (
    frozenset({"drawing", "data"}),
    *map(frozenset, (["attribute"], ["guide"], ["table"], [])),
)
"""What the strings take turns at: each comes to every slot of the first kind before any comes there twice."""
HEADER: Final = (
    'msgid ""\nmsgstr ""\n"Language: az\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


def ending(message: SourceMessage) -> str:
    """What a translation must have of its source: placeholders; in a guide its links, code and emphasis."""
    if message.domain is Domain.GUIDES:
        return f" {message.text}"
    return "".join(f" {name}" for name in dict.fromkeys(PLACEHOLDER.findall(message.text + message.plural)))


def plain_words(slot: int, message: SourceMessage) -> str:
    """The control: a word that is a name, so that no two texts are equal."""
    return f"q{slot}x{slot}q word{ending(message)}"


def hostile_words(strings: dict[int, int], turn: int) -> Speak:
    """The string of each slot, beginning or ending with its token."""

    def speak(slot: int, message: SourceMessage) -> str:
        number = strings[slot]
        token, text = f"q{slot}x{number}q", HOSTILE[number]
        said = f"{token} {text}" if (slot + turn) % 2 else f"{text} {token}"
        return said + ending(message) if fits(message, said + ending(message)) else plain_words(slot, message)

    return speak


def turns(found: Seen, messages: Sequence[SourceMessage]) -> Iterator[dict[int, int]]:
    """Which string stands in which slot, turn after turn, until each was in every context.

    Slots of the context that has fewest come first: there the strings take turns. What a guide says counts for guides
    alone: not every string is taken there.
    """
    of_kind: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for slot, message in enumerate(messages):
        kinds = (frozenset({"guide"}), frozenset[str]()) if message.domain is Domain.GUIDES else RAREST_FIRST
        of_kind[next(kind for kind in kinds if kind <= found[slot])].append(slot)
    waiting = {kind: deque(PUT_IN) for kind in of_kind}
    for _ in range(-(-len(PUT_IN) // len(of_kind[RAREST_FIRST[0]]))):
        yield {
            slot: next_string(waiting[kind], messages[slot]) for kind, members in of_kind.items() for slot in members
        }


def next_string(waiting: deque[int], message: SourceMessage) -> int:
    """The string that waits longest and that the message takes in; it goes to the end.

    A message that takes none, for want of room, gets plain words, and nobody's turn is lost.
    """
    taken = next((number for number in waiting if fits(message, HOSTILE[number] + ending(message))), None)
    if taken is None:
        return waiting[0]
    waiting.remove(taken)
    waiting.append(taken)
    return taken


@dataclass
class Compared:
    """What the hostile catalogues did."""

    control: Output
    hostile: list[Output] = field(default_factory=list)
    """Turn by turn."""
    changed: list[list[str]] = field(default_factory=list)
    """What has another skeleton than in the control, turn by turn."""
    seen: Seen = field(default_factory=lambda: defaultdict(set))
    """In which contexts each string stood."""


def skeletons(output: Output, seen: Seen | None = None) -> dict[str, object]:
    """The skeleton of every page, print document and file."""
    return {
        **{
            path: skeleton(html, seen, "guide" if path.startswith("guides/") else "text")
            for path, html in output.pages.items()
        },
        **{each.path: skeleton(each.html, seen, PAPER) for each in output.prints},
        **{path: outline(path, content, seen) for path, content in output.files.items()},
    }


def differences(one: dict[str, object], other: dict[str, object]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hostile_project(tmp_path_factory.mktemp("hostile") / "project")


@pytest.fixture(scope="module")
def compared(root: Path) -> Compared:
    project = loaded(root)
    control = rendered(spoken(project, plain_words))
    found: Seen = defaultdict(set)
    wanted = skeletons(control, found)
    result = Compared(control)
    for turn, strings in enumerate(turns(found, source_messages(project))):
        output = rendered(spoken(project, hostile_words(strings, turn)))
        result.hostile.append(output)
        result.changed.append(differences(skeletons(output, result.seen), wanted))
    return result


def test_there_are_enough_strings_of_many_families() -> None:
    assert len(HOSTILE) >= 300
    assert len(FAMILIES) >= 12
    assert len(PUT_IN) >= 280


def test_no_text_changes_the_skeleton_of_anything(compared: Compared) -> None:
    """Tags, attributes, nesting, addresses and ids of pages and print documents; the shape of data, rows of tables."""
    assert compared.changed == [[] for _ in compared.hostile]
    assert len(compared.hostile) >= 2


def test_every_string_stood_in_every_context(compared: Compared) -> None:
    missing = {HOSTILE[number]: CONTEXTS - compared.seen[number] for number in PUT_IN}

    assert {text: names for text, names in missing.items() if names - {"guide"}} == {}
    # What leads elsewhere is not taken into a guide at all: the next test but one.
    outside = [text for text, names in missing.items() if names]
    assert all(not fits(SourceMessage(Domain.GUIDES, "", "A word."), f"{text} A word.") for text in outside)


def test_the_last_gate_had_nothing_to_take_out(compared: Compared) -> None:
    assert [problem for output in compared.hostile for problem in output.problems] == []


@pytest.mark.parametrize("domain", Domain)
def test_what_a_catalogue_is_refused_for_is_told_with_its_line(root: Path, domain: Domain) -> None:
    """Each string as the translation of a message: it is shown as it is, or English is shown and the line is named."""
    project = loaded(root)
    messages = [
        message
        for message in source_messages(project)
        if message.domain is domain and not message.plural and not PLACEHOLDER.search(message.text)
    ]
    blocks = [
        message
        for message in messages
        if domain is not Domain.GUIDES or not message.comment.endswith(("guide.", "sentence."))
    ]
    file = root / f"translations/{LANGUAGE}/LC_MESSAGES/{domain.value}.po"
    sound = file.read_bytes()
    silent = []
    try:
        for start in range(0, len(HOSTILE), len(blocks)):
            said = dict(zip(range(start, len(HOSTILE)), blocks, strict=False))
            lines = write_catalogue(file, [(message, HOSTILE[number]) for number, message in said.items()])
            again = load_project(root)
            problems = [*again.problems, *check_translations(again, Glossary())]
            errors = {
                problem.place.line
                for problem in problems
                if problem.severity is Severity.ERROR and problem.place.path.endswith(file.name)
            }
            language = again.language(LANGUAGE)
            for (number, message), (first, last) in zip(said.items(), lines, strict=True):
                found = language.translation(domain, message.context, message.text)
                is_shown = found is not None and fits(message, found.forms[0])
                if not is_shown and not any(first <= line <= last for line in errors):
                    silent.append(HOSTILE[number])
    finally:
        file.write_bytes(sound)

    assert silent == []


def write_catalogue(file: Path, entries: Sequence[tuple[SourceMessage, str]]) -> list[tuple[int, int]]:
    """A catalogue with these translations; gives the first and last line of each."""
    text, lines = HEADER, []
    for message, said in entries:
        first = text.count("\n") + 1
        context = f"msgctxt {quoted(message.context)}\n" if message.context else ""
        text += f"{context}msgid {quoted(message.text)}\nmsgstr {quoted(said)}\n"
        lines.append((first, text.count("\n")))
        text += "\n"
    file.write_text(text, encoding="utf-8", newline="\n")
    return lines


def quoted(text: str) -> str:
    return f'"{polib.escape(text)}"'


def test_most_strings_with_markup_are_refused_before_they_are_anywhere() -> None:
    """The checks are the first wall, escaping the second: of these families nothing comes to the second one."""
    for family in ("script elements", "event handlers", "addresses", "lists of attributes", "mutation"):
        passed = [
            text for text in FAMILIES[family] if not check_form("A source.", "", text) and not any(forbidden(text))
        ]
        assert passed in ([], ["a }{ b"]), family


def test_the_comparison_finds_a_text_that_is_not_escaped(compared: Compared) -> None:
    page = compared.control.pages["index.html"]
    token = hostile_output.TOKEN.search(page[page.index("<article") :])
    assert token
    changed = page.replace(token[0], f"{token[0]}<b>")

    assert skeleton(changed) != skeleton(page)


@pytest.fixture(scope="module")
def unescaped(root: Path) -> Mapping[str, str]:
    """Pages of guides whose translations were put in as they are, and which no gate has seen."""
    project = dataclasses.replace(loaded(root), rounds=(), commentaries=())
    numbers = [number for number in PUT_IN if PROBE in HOSTILE[number]]

    def speak(slot: int, message: SourceMessage) -> str:
        hostile = HOSTILE[numbers[slot % len(numbers)]]
        return f"{hostile}{ending(message)}" if message.domain is Domain.GUIDES else plain_words(slot, message)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(guide_blocks, "inline_translation", lambda _, translation: " ".join(translation.split()))
        patched.setattr(mkdocs_site.sanitising, "sanitised_page", Sanitised)
        pages = rendered(spoken(project, speak)).pages
    return {path: html for path, html in pages.items() if path.startswith("guides/") and path.count("/") > 1}


def running(html: str) -> tuple[str, ...]:
    """What of a page could run, as the last look at a site sees it: scripts, handlers, addresses of scripts."""
    return page_facts("index.html", html).unsafe


def test_without_the_gate_an_unescaped_guide_runs_scripts(unescaped: Mapping[str, str]) -> None:
    """So it is the gate that holds them in the next test."""
    assert len(running(unescaped["guides/long/index.html"])) > 20


def test_the_gate_holds_and_tells_what_an_unescaped_guide_brings(unescaped: Mapping[str, str]) -> None:
    safe = {path: sanitised_page(html) for path, html in unescaped.items()}

    assert [running(page.html) for page in safe.values()] == [() for _ in safe]
    assert safe["guides/long/index.html"].dropped


def test_a_build_tells_what_the_gate_took_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guide_blocks, "inline_translation", lambda *_: f"<p onclick={PROBE}>x</p>")
    project = dataclasses.replace(loaded(root), rounds=(), commentaries=())
    output = rendered(spoken(project, plain_words))

    assert {(problem.code, problem.place.path) for problem in output.problems} >= {
        ("B009", f"{LANGUAGE}/guides/{name}/index.html") for name in ("long", "second", "start")
    }


def printed(root: Path, output: Output, path: str) -> pikepdf.Pdf:
    """A print document of the output as a PDF."""
    document = next(each for each in output.prints if each.path.startswith(path))
    styles = root / "site_templates" / "print"
    _, content = render_job(PdfJob(document.path, document.html, document.language, styles, is_form=document.is_form))
    assert isinstance(content, bytes), content
    return pikepdf.open(io.BytesIO(content))


def tagged(pdf: pikepdf.Pdf) -> set[str]:
    """The kinds of parts of a document. A part that goes on on the next page is two, so their number tells nothing."""
    found: set[str] = set()
    waiting: list[Any] = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary):
            found.add(str(node.get("/S", "")))
            kids = node.get("/K", [])
            waiting += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found


def fields(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """What can be filled in or followed: kind, and the name of a field."""
    notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
    return sorted((str(note.get("/Subtype", "")), str(note.get("/T", ""))) for note in notes)


def actions(pdf: pikepdf.Pdf) -> set[str]:
    """What of a document does something: kinds of actions, files inside it, fields that run a script."""
    names = {
        "/JS",
        "/JavaScript",
        "/Launch",
        "/EmbeddedFiles",
        "/EmbeddedFile",
        "/OpenAction",
        "/AA",
        "/GoToR",
        "/SubmitForm",
    }
    found = set()
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            found |= {
                name
                for name in names
                if name in each or str(each.get("/S", "")) == name or str(each.get("/Type", "")) == name
            }
            if "/URI" in each:
                found.add(str(each["/URI"]))
    return found


def test_no_text_changes_the_structure_of_a_pdf_or_makes_it_act(root: Path, compared: Compared) -> None:
    """A form that can be filled in; in the nightly run of every turn, and the report of a school."""
    paths = ["files/questionnaires/schools-2021-teachers-isced2"]
    paths += ["files/questionnaires/schools-2023-teachers-isced2", "files/results/2023/S01-"] if IS_NIGHTLY else []
    for path in paths:
        control = printed(root, compared.control, path)
        for output in compared.hostile if IS_NIGHTLY else compared.hostile[:2]:
            hostile = printed(root, output, path)
            assert tagged(hostile) == tagged(control)
            assert fields(hostile) == fields(control)
            assert actions(hostile) == actions(control)
            assert not {each for each in actions(hostile) if each.startswith("/")} - {"/AA"}


def shown(root: Path, folder: Path, pages: Mapping[str, str], *, has_policy: bool) -> Path:
    """A site of these pages that a browser can open from the disk, with the policy of each page or without any."""
    content = loaded(root)
    files = {file.path: file.content for file in (*asset_files(root), *shared_files(content, root / "site_templates"))}
    for path, html in pages.items():
        page = with_content_policy(html, f"{LANGUAGE}/{path}") if has_policy else html
        files[f"{LANGUAGE}/{path}"] = page.encode()
    for path, content_ in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content_)
    return folder / LANGUAGE


TRIPWIRE: Final = """
Object.defineProperty(window, "x", {set: () => document.documentElement.setAttribute("data-tripped", "x")});
window.alert = () => document.documentElement.setAttribute("data-tripped", "alert");
"""
PROVOKE: Final = """async () => {
  const all = (selector, most = 400) => [...document.querySelectorAll(selector)].slice(0, most);
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  for (const each of all("details")) each.open = true;
  const explored = all("[data-gz-explore]", 8);
  for (const each of [...explored, ...all(".gz-search-open")]) each.click();
  for (const each of all("a, button, input, select, summary, [tabindex]")) {
    each.focus();
    each.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
  }
  const words = document.querySelector(".gz-search__input");
  if (words) { words.value = "script"; words.dispatchEvent(new Event("input", {bubbles: true})); }
  for (let times = 0; times < 300 && explored.some((each) => each.ariaDisabled); times++) await pause(50);
  for (const each of all("svg.marks path, svg.marks text"))
    for (const kind of ["pointerover", "mouseover", "mousemove"])
      each.dispatchEvent(new MouseEvent(kind, {bubbles: true}));
  await pause(100);
  const drawn = all("[data-gz-chart]").filter((each) => each.querySelector("svg.marks")).length;
  return [document.documentElement.getAttribute("data-tripped"), explored.length, drawn];
}"""
READ_BY_BROWSER: Final = """() => [...document.querySelectorAll("body *")].filter((each) => !each.closest("svg")).map(
  (each) => each.tagName + " " + each.getAttributeNames().sort().join(" ") + " " + (each.parentElement.tagName)
)"""
OPENED: Final = (
    "index.html",
    "guides/long/index.html",
    "questionnaires/schools/2023/teachers-isced2/index.html",
    "results/2023/index.html",
    "results/2023/by-level/index.html",
    "results/2023/schools/S01/index.html",
    "report/index.html",
)


@pytest.mark.browser
@pytest.mark.parametrize("has_policy", [True, False], ids=["with the policy", "without any policy"])
def test_no_script_of_a_text_runs_in_the_browser(
    root: Path, compared: Compared, chromium: Any, tmp_path: Path, has_policy: bool
) -> None:
    """Everything is opened, pointed at and focused, charts are explored, and the search is used."""
    outputs = compared.hostile if IS_NIGHTLY or not has_policy else compared.hostile[:1]
    charts = 0
    for turn, output in enumerate(outputs):
        files = {path: content.decode() for path, content in output.files.items() if path.endswith("search_index.js")}
        site = shown(root, tmp_path / str(turn), output.pages, has_policy=has_policy)
        for path, script in files.items():
            (site.parent / path).write_text(script, encoding="utf-8")
        for path in OPENED:
            with chromium.new_context() as context:
                context.add_init_script(TRIPWIRE)
                page = context.new_page()
                requests: list[str] = []
                page.on("request", lambda request, asked=requests: asked.append(request.url))
                page.goto((site / path).as_uri())
                tripped, explored, drawn = page.evaluate(PROVOKE)
                assert tripped is None, (turn, path)
                assert drawn == explored, (turn, path)
                charts += drawn
                assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert charts


@pytest.mark.browser
def test_a_browser_reads_the_same_elements_with_hostile_texts(
    root: Path, compared: Compared, chromium: Any, tmp_path: Path
) -> None:
    """As its own parser sees the pages, before any script of ours runs."""
    pages = [compared.control.pages, *(output.pages for output in compared.hostile)]
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for path in OPENED:
            read = []
            for turn, each in enumerate(pages):
                file = tmp_path / f"{turn}.html"
                file.write_text(each[path], encoding="utf-8")
                page.goto(file.as_uri())
                read.append(page.evaluate(READ_BY_BROWSER))
            assert [turn for turn, elements in enumerate(read) if elements != read[0]] == [], path


@pytest.mark.browser
def test_the_tripwire_finds_a_script_that_runs(
    root: Path, unescaped: Mapping[str, str], chromium: Any, tmp_path: Path
) -> None:
    site = shown(root, tmp_path, unescaped, has_policy=False)
    with chromium.new_context() as context:
        context.add_init_script(TRIPWIRE)
        page = context.new_page()
        page.goto((site / "guides/long/index.html").as_uri())
        assert page.evaluate(PROVOKE)[0] == "x"
