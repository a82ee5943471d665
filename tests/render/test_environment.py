"""Every word comes from a catalogue, every value is escaped, every other language is marked."""

from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from generator.model.catalogue import Catalogue, Domain, Language, Translation, Wording
from generator.model.content import InterfaceEntry, InterfaceString
from generator.model.problem import Place
from generator.render.environment import InterfaceKeyError, page_environment
from tests.conftest import ROOT

ENTRIES = {
    "hello": InterfaceEntry(text="Hello {name}"),
    "moved": InterfaceEntry(text="{before} → {now}"),
    "late": InterfaceEntry(text="Not yet translated"),
    "schools": InterfaceEntry(text="{count} school", plural="{count} schools"),
}
INTERFACE = {
    key: InterfaceString(key, entry, Place("site_templates/interface/x.yaml")) for key, entry in ENTRIES.items()
}
RUSSIAN = Language(
    "ru",
    {
        Domain.INTERFACE: Catalogue(
            "ru",
            Domain.INTERFACE,
            {
                ("hello", "Hello {name}"): Translation(("Здравствуйте, {name}",)),
                ("schools", "{count} school"): Translation(("{count} школа", "{count} школы", "{count} школ")),
            },
        )
    },
)


def show(source: str, tmp_path: Path, **values: object) -> str:
    (tmp_path / "page.html").write_text(source, encoding="utf-8")
    return page_environment(tmp_path, INTERFACE, RUSSIAN).get_template("page.html").render(values)


def test_words_are_in_the_language_of_the_page(tmp_path: Path) -> None:
    assert show("{{ t('hello', name='Лейла') }}", tmp_path) == "Здравствуйте, Лейла"


def test_word_without_translation_is_english_and_says_so(tmp_path: Path) -> None:
    assert show("{{ t('late') }}", tmp_path) == '<span lang="en" dir="ltr">Not yet translated</span>'


def test_text_knows_its_language_wherever_it_is_printed(tmp_path: Path) -> None:
    page = show("{{ own }}|{{ other }}", tmp_path, own=Wording("Школа", "ru"), other=Wording("A & B", "en"))

    assert page == 'Школа|<span lang="en" dir="ltr">A &amp; B</span>'


def test_attribute_never_holds_a_tag(tmp_path: Path) -> None:
    page = show('<p title="{{ other|plain }}" data-x="{{ tp("late") }}">', tmp_path, other=Wording('"A"', "en"))

    assert page == '<p title="&#34;A&#34;" data-x="Not yet translated">'


def test_value_in_a_string_is_escaped(tmp_path: Path) -> None:
    assert "<b>" not in show("{{ t('hello', name='<b>') }}", tmp_path)


def test_value_that_looks_like_a_placeholder_is_left_alone(tmp_path: Path) -> None:
    assert show("{{ t('hello', name='{name.__class__}') }}", tmp_path) == "Здравствуйте, {name.__class__}"


@pytest.mark.parametrize(
    ("count", "shown"), [(1, "1 школа"), (3, "3 школы"), (12, "12 школ"), (1600, "1\u00a0600 школ")]
)
def test_plural_follows_the_language(tmp_path: Path, count: int, shown: str) -> None:
    assert show("{{ t('schools', count=count) }}", tmp_path, count=count) == shown


def test_unknown_interface_string_is_an_error_not_an_empty_place(tmp_path: Path) -> None:
    with pytest.raises(InterfaceKeyError):
        show("{{ t('nothing') }}", tmp_path)


def test_unknown_value_is_an_error_not_an_empty_place(tmp_path: Path) -> None:
    with pytest.raises(jinja2.UndefinedError):
        show("{{ nothing }}", tmp_path)


@pytest.mark.parametrize("text", ["a\n\n# b", "a\r\n```", "a\rb"])
def test_a_text_stands_on_one_line(tmp_path: Path, text: str) -> None:
    """A line of its own could begin a heading or a block of code where Markdown reads the page."""
    for source in ("{{ text }}", "{{ t('hello', name=text) }}", "{{ tp('hello', name=text) }}"):
        assert len(show(source, tmp_path, text=text).splitlines()) == 1
        assert len(show(source, tmp_path, text=Wording(text, "en")).splitlines()) == 1


def test_name_that_nobody_gave_is_an_error_and_never_empty(tmp_path: Path) -> None:
    for source in (
        "{{ nobody }}",
        "{{ school.nobody }}",
        "{% if nobody %}x{% endif %}",
        "{% for a in nobody %}{% endfor %}",
    ):
        with pytest.raises(jinja2.UndefinedError):
            show(source, tmp_path, school=Wording("Школа", "ru"))


@pytest.mark.parametrize("name", ["linked.html", "folder/secret.html", "../secret.html", "/etc/hostname"])
def test_template_outside_the_folder_is_not_found(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    templates = tmp_path / "site_templates"
    templates.mkdir()
    (templates / "linked.html").symlink_to(tmp_path / "secret.html")
    (templates / "folder").symlink_to(tmp_path, target_is_directory=True)

    with pytest.raises(jinja2.TemplateNotFound):
        page_environment(templates, INTERFACE, RUSSIAN).get_template(name)


TEMPLATES = sorted(
    path.relative_to(ROOT / "site_templates").as_posix()
    for folder in ("pages", "print")
    for path in (ROOT / "site_templates" / folder).rglob("*.html")
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_uses_only_templates_and_macros_that_exist(name: str) -> None:
    """Also in branches that no test renders: StrictUndefined would tell only there."""
    environment = page_environment(ROOT / "site_templates", INTERFACE, RUSSIAN)
    tree = environment.parse((ROOT / "site_templates" / name).read_text(encoding="utf-8"))
    assert environment.autoescape is True
    for found in tree.find_all((nodes.Import, nodes.FromImport)):
        assert isinstance(found.template, nodes.Const)
        source = (ROOT / "site_templates" / found.template.value).read_text(encoding="utf-8")
        macros = {macro.name for macro in environment.parse(source).find_all(nodes.Macro)}
        if isinstance(found, nodes.FromImport):
            used = {each if isinstance(each, str) else each[0] for each in found.names}
        else:
            used = {
                get.attr
                for get in tree.find_all(nodes.Getattr)
                if isinstance(get.node, nodes.Name) and get.node.name == found.target
            }
        assert used <= macros, name


ARABIC = Language(
    "ar",
    {
        Domain.INTERFACE: Catalogue(
            "ar",
            Domain.INTERFACE,
            {
                ("hello", "Hello {name}"): Translation(("مرحبا {name}",)),
                ("moved", "{before} → {now}"): Translation(("{before} → {now}",)),
            },
        )
    },
)


def test_a_value_is_held_together_in_a_sentence_of_the_other_direction(tmp_path: Path) -> None:
    environment = page_environment(tmp_path, INTERFACE, ARABIC)

    assert environment.globals["t"]("hello", name="School 3 (new)") == "مرحبا \u2068School 3 (new)\u2069"
    assert show("{{ t('hello', name='مدرسة 3') }}", tmp_path) == "Здравствуйте, \u2068مدرسة 3\u2069"


def test_an_arrow_from_right_to_left_leads_to_what_comes_next(tmp_path: Path) -> None:
    environment = page_environment(tmp_path, INTERFACE, ARABIC)

    assert environment.globals["t"]("moved", before=64, now=69) == "\u206864\u2069 ← \u206869\u2069"
