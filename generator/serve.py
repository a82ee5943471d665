"""A server for people who write: it rebuilds what changed, reloads the page, and shows what is wrong in the page."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import posixpath
import queue
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.build import BuildOptions, BuildOutcome, build, watched_paths
from generator.load.project import load_project
from generator.render.problem_lines import json_text
from generator.serve_entries import ENTRIES_JS, entries_json
from generator.write.content_policy import HEADERS_FILE, headers_of, read_headers

_EVENTS = "/guzgu-serve/events"
_SCRIPT = "/guzgu-serve/reload.js"
_ENTRIES_SCRIPT = "/guzgu-serve/entries.js"
_ENTRIES: Final = re.compile(r"/guzgu-serve/entries/([a-z]{2,3}(?:-[A-Za-z]{2,4})?)\.json")
_QUIET_SECONDS: Final = 0.3
_PING_SECONDS: Final = 15.0

_RELOAD_JS = """
(() => {
  const source = new EventSource("%(events)s");
  let known = null;
  const show = (problems) => {
    document.querySelector("#guzgu-problems")?.remove();
    if (!problems.length) return;
    const box = document.createElement("section");
    box.id = "guzgu-problems";
    box.setAttribute("role", "alert");
    Object.assign(box.style, {position: "fixed", inset: "auto 1rem 1rem 1rem", maxHeight: "45vh", overflow: "auto",
      zIndex: 999, background: "#fff8f0", color: "#3b1d00", border: "2px solid #b35400", borderRadius: "8px",
      padding: "1rem", font: "14px/1.5 monospace", whiteSpace: "pre-wrap"});
    box.textContent = problems.map((p) =>
      `${p.path}${p.line ? ":" + p.line + ":" + p.column : ""}  ${p.code}  ${p.message} ${p.remedy}`).join("\\n");
    document.body.append(box);
  };
  source.onmessage = (event) => {
    const state = JSON.parse(event.data);
    show(state.problems);
    if (known !== null && state.build !== known) location.reload();
    known = state.build;
  };
})();
"""


@dataclass
class _State:
    """What open pages are told: which build they see, and the problems of the last attempt."""

    build: int = 0
    problems: str = "[]"
    listeners: list[queue.SimpleQueue[str]] = field(default_factory=list)
    entries: dict[tuple[str, int], str] = field(default_factory=dict)
    """Catalogue entries as JSON, by language and build."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def message(self) -> str:
        return json.dumps({"build": self.build, "problems": json.loads(self.problems)})

    def tell(self, outcome: BuildOutcome) -> None:
        with self.lock:
            self.build += outcome.changed
            self.problems = json_text(outcome.errors)
            for listener in self.listeners:
                listener.put(self.message())


def serve(
    options: BuildOptions,
    host: str,
    port: int,
    announce: Callable[[str], None],
    *,
    with_ids: bool = False,
    is_built: bool = False,
) -> None:
    """Build, serve `site/` on `host:port` (this machine only by default) and rebuild on changes, until interrupted.

    A build that fails leaves the last good site in place; its problems are shown in the open pages. `with_ids`: pages
    tell the catalogue entry of the text under the pointer. `is_built`: nothing is built, so `site/` stays as it is.
    """
    state = _State()
    if not is_built:
        _rebuild(options, state, announce)
    entries = functools.partial(_entries, options, state) if with_ids else None
    handler = functools.partial(_Handler, state=state, entries=entries, directory=str(options.root / "site"))
    server = http.server.ThreadingHTTPServer((host, port), handler)
    server.daemon_threads = True
    if not is_built:
        changes = _watch(watched_paths(options))
        threading.Thread(target=_rebuild_on_changes, args=(changes, options, state, announce), daemon=True).start()
    announce(f"http://{host}:{server.server_address[1]}/")
    try:
        server.serve_forever()
    finally:
        server.server_close()


def _rebuild(options: BuildOptions, state: _State, announce: Callable[[str], None]) -> None:
    outcome = build(options)
    state.tell(outcome)
    announce(outcome.summary)
    if outcome.changed and not options.with_pdfs:
        announce("This site was made for looking, without PDFs. Run guzgu build before you upload it.")


def _entries(options: BuildOptions, state: _State, code: str) -> str | None:
    """The catalogue entries of a language as JSON, read anew after each build; None for a language the site lacks."""
    with state.lock:
        if (code, state.build) not in state.entries:
            try:
                text = entries_json(load_project(options.root, options.results), code)
            except KeyError:
                return None
            state.entries = {key: kept for key, kept in state.entries.items() if key[1] == state.build}
            state.entries[code, state.build] = text
        return state.entries[code, state.build]


def _rebuild_on_changes(
    changes: queue.SimpleQueue[str], options: BuildOptions, state: _State, announce: Callable[[str], None]
) -> None:
    while True:
        changed = {changes.get()}
        # An editor writes several files, or one file in several steps: wait until it is quiet.
        while True:
            try:
                changed.add(changes.get(timeout=_QUIET_SECONDS))
            except queue.Empty:
                break
        announce(f"Changed: {', '.join(sorted(changed))}")
        try:
            _rebuild(options, state, announce)
        except Exception as error:  # the server outlives a fault of ours, and says so
            announce(f"The build stopped: {error!r}")


def _watch(paths: Iterable[Path]) -> queue.SimpleQueue[str]:
    changes: queue.SimpleQueue[str] = queue.SimpleQueue()

    class _Noted(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type in {"created", "modified", "moved", "deleted"} and not event.is_directory:
                changes.put(Path(str(event.src_path)).name)

    observer = Observer()
    for path in paths:
        if path.exists():
            observer.schedule(_Noted(), str(path), recursive=path.is_dir())
    observer.daemon = True
    observer.start()
    return changes


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(
        self, *args: object, state: _State, directory: str, entries: Callable[[str], str | None] | None = None
    ) -> None:
        self._state = state
        self._entries = entries
        super().__init__(*args, directory=directory)  # type: ignore[arg-type] # the server passes request and address

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == _EVENTS:
            self._send_events()
        elif path == _SCRIPT:
            self._send(_RELOAD_JS % {"events": _EVENTS}, "text/javascript; charset=utf-8")
        elif self._entries and path == _ENTRIES_SCRIPT:
            self._send(ENTRIES_JS, "text/javascript; charset=utf-8")
        elif self._entries and (asked := _ENTRIES.fullmatch(path)) and (entries := self._entries(asked[1])):
            self._send(entries, "application/json")
        elif (page := self._page(path)) is not None:
            html = page.read_text(encoding="utf-8")
            scripts = (_SCRIPT, *([_ENTRIES_SCRIPT] if self._entries else []))
            tags = "".join(f'<script src="{script}" defer></script>' for script in scripts)
            self._send(html.replace("</head>", f"{tags}</head>", 1), "text/html")
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing about requests: they are not news."""

    def end_headers(self) -> None:
        for name, value in {**self._headers(), "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        super().end_headers()

    def _headers(self) -> Mapping[str, str]:
        """What a host sends with this address that reads `_headers`: a page that breaks there breaks here."""
        try:
            rules = read_headers((Path(self.directory) / HEADERS_FILE).read_text(encoding="utf-8"))
        except OSError:
            return {}
        return headers_of(urlsplit(getattr(self, "path", "")).path, rules)

    def _page(self, path: str) -> Path | None:
        relative = posixpath.normpath(unquote(path)).lstrip("/")
        candidate = Path(self.directory) / relative
        if path.endswith("/") or candidate.is_dir():
            candidate = candidate / "index.html"
        is_inside = candidate.resolve().is_relative_to(Path(self.directory).resolve())
        return candidate if is_inside and candidate.suffix == ".html" and candidate.is_file() else None

    def _send(self, text: str, content_type: str) -> None:
        body = text.encode()
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        # Who leaves a page before it has come is no news.
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)

    def _send_events(self) -> None:
        listener: queue.SimpleQueue[str] = queue.SimpleQueue()
        with self._state.lock:
            listener.put(self._state.message())
            self._state.listeners.append(listener)
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while True:
                try:
                    self.wfile.write(f"data: {listener.get(timeout=_PING_SECONDS)}\n\n".encode())
                except queue.Empty:
                    self.wfile.write(b": still here\n\n")
                self.wfile.flush()
        except OSError:
            pass
        finally:
            with self._state.lock:
                self._state.listeners.remove(listener)
            self.close_connection = True
