"""Print documents of an enemy: no file, no connection, no endless rendering, and never at the cost of another."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from generator.write import pdf
from generator.write.pdf import PdfJob, is_allowed, lost_job, render_job
from generator.write.workers import Workers
from tests.conftest import IS_NIGHTLY, ROOT

MARK = "GUZGU-CANARY-4711"
ENDLESS_SECONDS = 20.0 if IS_NIGHTLY else 1.0
"""Of processor time for a document that never ends; a build gives 120."""


def page(body: str, head: str = "") -> str:
    """A whole document."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>x</title><link rel="stylesheet" href="base.css">{head}</head>'
        f"<body><h1>x</h1>{body}</body></html>"
    )


def image(source: str) -> str:
    """A document with an image."""
    return page(f'<img alt="x" src="{source}">')


def styled(rule: str, body: str = "<ul><li>x</ul>") -> str:
    """A document with a rule of its own."""
    return page(body, f"<style>{rule}</style>")


def svg(content: str) -> str:
    """An SVG that stands in the page."""
    names = "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"
    return f"<svg {names} width='9' height='9'>{content}</svg>"


def embedded(content: str) -> str:
    """An SVG in an address of its own."""
    return f"data:image/svg+xml;base64,{base64.b64encode(content.encode()).decode()}"


def vectors(file: str, host: str) -> dict[str, str]:
    """Documents that ask for what they may not have: files below `file` (an address), and a server at `host`."""
    http = f"http://{host}"
    return {
        "link to an attachment": page("", f'<link rel="attachment" href="{file}/secret.txt">'),
        "anchor with an attachment": page(f'<a rel="attachment" href="{file}/secret.txt">x</a>'),
        "attachment above the folder": page('<a rel="attachment" href="../secret.txt">x</a>'),
        "style sheet": page("", f'<link rel="stylesheet" href="{file}/secret.css">'),
        "style sheet of a server": page("", f'<link rel="stylesheet" href="{http}/secret.css">'),
        "preloaded image": page("", f'<link rel="preload" as="image" href="{http}/secret.png">'),
        "icon": page("", f'<link rel="icon" href="{http}/secret.png">'),
        "import": styled(f"@import '{file}/secret.css';"),
        "import of a server": styled(f"@import url({http}/secret.css);"),
        "font": styled(f"@font-face {{ font-family: y; src: url({file}/secret.ttf) }} li {{ font: 9px y }}"),
        "background in an attribute": page(f"<p style='background: url({file}/secret.png)'>x</p>"),
        "background of a server": page(f"<p style='background: url({http}/secret.png)'>x</p>"),
        "background in a sheet": styled(f"li {{ background: url({file}/secret.svg) }}"),
        "bullet": styled(f"li {{ list-style-image: url({file}/secret.svg) }}"),
        "generated content": styled(f"li::after {{ content: url({file}/secret.svg) }}"),
        "border": styled(f"li {{ border: 9px solid; border-image: url({file}/secret.svg) 9 }}"),
        "background of the paper": styled(f"@page {{ background: url({file}/secret.svg) }}"),
        "image": image(f"{file}/secret.png"),
        "image of a server": image(f"{http}/secret.png"),
        "image of a server for files": image(f"ftp://{host}/secret.png"),
        "image without scheme": image(f"//{host}/secret.png"),
        "image on a share": image(f"file://{host}/secret.png"),
        "image on a share of Windows": image(f"\\\\{host}\\secret.png"),
        "image above the folder": image("../secret.svg"),
        "image above the folder in codes": image("%2e%2e/secret.svg"),
        "image above the folder in codes of codes": image("%252e%252e/secret.svg"),
        "image above the folder by a way round": image("sub/../../secret.svg"),
        "image behind a link": image("linked.svg"),
        "image in a linked folder": image("linked/secret.svg"),
        "image with a NUL": image(f"{file}/secret.svg%00.png"),
        "image from another base": page('<img alt="x" src="secret.svg">', f'<base href="{file}/">'),
        "set of images": page(f'<img alt="x" srcset="{file}/secret.png 1x">'),
        "object": page(f'<object data="{file}/secret.svg">x</object>'),
        "embedded": page(f'<embed src="{file}/secret.svg">'),
        "frame": page(f'<iframe src="{file}/secret.html"></iframe>'),
        "video": page(f'<video poster="{http}/secret.png" src="{http}/secret.html"></video>'),
        "SVG with an image": page(svg(f"<image href='{file}/secret.png' width='9' height='9'/>")),
        "SVG with an image of the old kind": page(svg(f"<image xlink:href='{file}/secret.svg' width='9' height='9'/>")),
        "SVG that uses another": page(svg(f"<use href='{file}/secret.svg#a'/>")),
        "SVG that is filled from another": page(svg(f"<rect width='9' height='9' fill='url({file}/secret.svg#a)'/>")),
        "SVG with a style sheet": page(svg(f"<style>@import '{file}/secret.css';</style><rect width='9' height='9'/>")),
        "SVG with an image, in an address": image(embedded(svg(f"<image href='{file}/secret.png' width='9'/>"))),
        "SVG with an entity, in an address": image(
            embedded(f"<!DOCTYPE svg [<!ENTITY e SYSTEM '{file}/secret.txt'>]>" + svg("<text y='9'>&e;</text>"))
        ),
        "page in an address": image(f"data:text/html,<img src={file}/secret.png>"),
        "style sheet in an address": page(
            "", f'<link rel="stylesheet" href="data:text/css,@import %22{file}/secret.css%22;">'
        ),
        "redirection": page("", f'<meta http-equiv="refresh" content="0; url={http}/secret.html">'),
        "script": page(f"<script>new Image().src = '{http}/secret.png'</script>"),
    }  # fmt: skip


def plant(folder: Path, colour: str) -> None:
    """Secrets beside the print folder; another colour makes other bytes of each."""
    (folder / "secret.txt").write_text(MARK + colour)
    (folder / "secret.html").write_text(f"<p>{MARK}{colour}")
    (folder / "secret.css").write_text(f"li::after, h1::after {{ content: '{MARK}{colour}'; color: {colour} }}")
    (folder / "secret.svg").write_text(svg(f"<rect id='a' width='9' height='9' fill='{colour}'/><!--{MARK}-->"))
    pixel = {"red": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"}
    other = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC"
    (folder / "secret.png").write_bytes(base64.b64decode(pixel.get(colour, other)))
    (folder / "secret.ttf").write_bytes(MARK.encode() * 9 + colour.encode())


class Listener:
    """A server that counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def styles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A print folder with links out of it, and secrets beside it."""
    folder = tmp_path_factory.mktemp("hostile") / "print"
    folder.mkdir()
    (folder / "base.css").write_text('html { font-family: "Noto Sans" }', encoding="utf-8")
    (folder / "linked.svg").symlink_to(folder.parent / "secret.svg")
    (folder / "linked").symlink_to(folder.parent, target_is_directory=True)
    plant(folder.parent, "red")
    return folder


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    waiting = Listener()
    yield waiting
    waiting.close()


@pytest.fixture(scope="module")
def rendered(styles: Path, listener: Listener) -> dict[str, list[bytes | str]]:
    """What a worker made of every vector, first with one secret, then with another."""
    documents = vectors(styles.parent.as_uri(), listener.host)
    jobs = [PdfJob(name, html, "en", styles) for name, html in documents.items()]
    found: dict[str, list[bytes | str]] = {name: [] for name in documents}
    with Workers(1) as workers:
        for colour in ("red", "blue"):
            plant(styles.parent, colour)
            for name, made in workers.each(render_job, jobs, lost_job):
                found[name].append(made)
            jobs = [job for job in jobs if isinstance(found[job.path][0], bytes)]
    return found


@pytest.mark.parametrize("name", vectors("", ""))
def test_a_document_gets_nothing_from_beyond_the_print_folder(
    name: str, rendered: dict[str, list[bytes | str]]
) -> None:
    """There is no PDF, or the same one whatever the secrets are, with nothing attached."""
    first, *others = rendered[name]
    assert others == [first] or isinstance(first, str)
    if isinstance(first, bytes):
        with pikepdf.open(io.BytesIO(first)) as document:
            streams = b"".join(each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream))
            assert not document.attachments
        assert MARK.encode() not in first + streams


def test_most_of_these_documents_are_refused_by_name(rendered: dict[str, list[bytes | str]]) -> None:
    refused = [name for name, (first, *_) in rendered.items() if isinstance(first, str) and "may not use" in first]

    assert len(refused) >= 30


def test_no_document_makes_a_connection(rendered: dict[str, list[bytes | str]], listener: Listener) -> None:
    assert len(rendered) >= 12
    assert listener.visits == 0

    with socket.create_connection(("127.0.0.1", int(listener.host.rpartition(":")[2]))) as visitor:
        visitor.recv(1)
    assert listener.visits == 1  # it does count


@pytest.mark.parametrize(
    "address",
    ["data:text/css,x", "data:application/xml,x", "data:", "file:", "", "x", "file:///", "blob:x", "javascript:x",
     "FILE:///etc/hostname", "http:base.css", "file:base.css", "http://[", "file:///%00"],
)  # fmt: skip
def test_addresses_of_other_kinds_are_not_allowed(address: str, styles: Path) -> None:
    assert not is_allowed(address, styles.resolve())


def uses() -> str:
    """Ten uses of ten uses of ten uses: a laugh at SVG."""
    groups = [f"<g id='a{at}'>" + f"<use href='#a{at - 1}'/>" * 10 + "</g>" for at in range(1, 12)]
    return svg("<g id='a0'><rect width='1' height='1'/></g>" + "".join(groups) + "<use href='#a11'/>")


ENDLESS = {
    "colspan": page("<table>" + "<tr>" + "<td colspan='1000000'>x</td>" * 20 + "</table>"),
    "nesting": page("<div>" * 2_000),
    "line breaks": page("<p>" + "x<br>" * 20_000),
    "uses of uses": page(uses()),
}


def test_documents_that_never_end_are_left_out_and_the_others_are_made(styles: Path) -> None:
    harmless = PdfJob("harmless", page("<p>x</p>"), "en", styles)
    hostile = [PdfJob(name, html, "en", styles, seconds=ENDLESS_SECONDS) for name, html in ENDLESS.items()]
    jobs = [job for each in hostile for job in (each, harmless)]
    with Workers(1) as workers:
        results = list(workers.each(render_job, jobs, lost_job))

    expected = render_job(harmless)
    assert isinstance(expected[1], bytes)
    assert results[1::2] == [expected] * len(hostile)
    for name, reason in results[::2]:
        assert isinstance(reason, str), name
        assert "could not be made" in reason


def hears_no_signal(job: PdfJob) -> tuple[str, bytes | str]:
    """A call that hears no signal: Python runs no handler before it comes back."""
    pdf._LAST_SECONDS = 1
    with pdf._time_limit(job.seconds):
        hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)
    return job.path, b""


def test_a_document_that_hears_no_signal_is_ended_with_its_process(styles: Path) -> None:
    with Workers(1) as workers:
        results = list(workers.each(hears_no_signal, [PdfJob("deaf", "", "en", styles, seconds=0.1)], lost_job))

    assert results == [lost_job(PdfJob("deaf", "", "en", styles))]


def test_an_image_that_cannot_be_drawn_leaves_no_gap(styles: Path) -> None:
    """WeasyPrint only logs it and goes on without the image: a report without its chart."""
    _, reason = render_job(PdfJob("x", image("data:image/png;base64,AAAA"), "en", styles))

    assert isinstance(reason, str)
    assert "would be missing" in reason


@pytest.mark.skipif(not (IS_NIGHTLY and shutil.which("strace")), reason="nightly, where strace is installed")
def test_the_kernel_saw_no_connection_either(styles: Path, tmp_path: Path) -> None:
    """Every call of the process that renders the vectors: the looking up of names too."""
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=network", "-o", str(trace), sys.executable, "-m", __name__, str(styles)]
    subprocess.run(command, cwd=ROOT, check=True)

    assert "exited with 0" in trace.read_text()
    assert "AF_INET" not in trace.read_text()


def _render_all(styles: Path) -> None:
    for name, html in vectors(styles.parent.as_uri(), "hostile.example:80").items():
        render_job(PdfJob(name, html, "en", styles))


if __name__ == "__main__":
    _render_all(Path(sys.argv[1]))
