"""The last look finds what a reader would stumble over."""

from pathlib import Path

import pytest

from generator.write.verify import verify_site

PAGE = "<html><head></head><body><h1 id='top-heading'>T</h1>{}</body></html>"


def faults(tmp_path: Path, body: str) -> list[str]:
    (tmp_path / "index.html").write_text(PAGE.format(body))
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "index.html").write_text(PAGE.format("<p id='step-1'>x</p>"))
    return [problem.message for problem in verify_site(tmp_path)]


@pytest.mark.parametrize(
    "body",
    [
        "<a href='guides/index.html#step-1'>to a place</a>",
        "<a href='#top-heading'>to a place here</a>",
        "<a href='https://www.etf.europa.eu/'>a source elsewhere</a>",
        "<a href='mailto:a@example.org'>mail</a>",
        "<img alt='' src='data:image/png;base64,AA'>",
        "<script type='application/json'>{}</script>",
    ],
)
def test_sound_page_has_no_fault(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<a href='gone.html'>x</a>", "not in the site"),
        ("<a href='guides/'>a folder does not open from a disk</a>", "not in the site"),
        ("<a href='guides/index.html#step-9'>x</a>", "no such place"),
        ("<script src='https://cdn.example/x.js'></script>", "from elsewhere"),
        ("<link rel='stylesheet' href='//fonts.example/x.css'>", "from elsewhere"),
        ("<p style='color: red'>x</p>", "inline style"),
        ("<p onclick='x()'>x</p>", "inline onclick"),
        ("<a href='javascript:alert(1)'>x</a>", "begins with javascript:"),
        ("<a href=' java&#9;script:alert(1)'>x</a>", "begins with javascript:"),
        ("<a href='vbscript:x'>x</a>", "begins with vbscript:"),
        ("<script>alert(1)</script>", "an inline script"),
        ("<script type='module'>alert(1)</script>", "an inline script"),
        ("<style>p {}</style>", "style"),
        ("<h1>second</h1>", "2 main headings"),
        ("<p id='a'>x</p><p id='a'>y</p>", "has the id a more than once"),
    ],
)
def test_fault_is_found(tmp_path: Path, body: str, words: str) -> None:
    assert any(words in message for message in faults(tmp_path, body))
