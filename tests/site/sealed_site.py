"""A small site with sealed reports as a visitor meets it: a host with a log, codes as on the sheets, a page."""

from __future__ import annotations

import functools
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.model.report_code import ReportCode
from generator.write.code_vault import open_vault
from generator.write.content_policy import headers_of, read_headers
from generator.write.sealing import locator
from tests.conftest import ROOT
from tests.small_project import make_small_project

ROUND, SCHOOL, LANGUAGE = "2023", "S02", "en"
"""A school of the tiny project that agreed to nothing: only its code opens its report."""


@dataclass(frozen=True)
class SealedSite:
    """A built site and the codes that open its reports."""

    project: Path
    folder: Path
    code: ReportCode
    """Of the school's own report."""
    ministry: ReportCode

    def blob(self, kind: str, code: ReportCode | None = None) -> Path:
        """Where a sealed file lies."""
        return self.folder / "r" / f"{locator(code or self.code, kind, LANGUAGE)}.bin"


def build_sealed_site(folder: Path) -> SealedSite:
    """Build the tiny project with a vault, in one language, without PDFs."""
    project = make_small_project(folder / "project")
    vault = open_vault(folder / "vault", project, is_made=True)
    vault.issue(ROUND)
    options = ["--vault", str(vault.folder), "--language", LANGUAGE, "--no-pdf", "--jobs", "1"]
    command = [sys.executable, "-m", "generator", "build", "--project", str(project), *options]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    codes = vault.codes(ROUND)
    assert codes is not None
    assert (project / "site" / "r").is_dir(), built.stderr
    return SealedSite(project, (project / "site").resolve(), codes.code_of(SCHOOL), codes.code_of_ministry)


@dataclass
class Host:
    """A host that sends the headers of `_headers`, as Netlify and Cloudflare Pages do, and keeps a log."""

    address: str = ""
    log: list[str] = field(default_factory=list)
    """Every request with all its headers, one text each."""
    extra: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Further files: type and content by path."""

    @property
    def requests(self) -> list[str]:
        """The paths that were asked for."""
        return [each.split(" ")[1] for each in self.log]


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """Serve a site. The headers are those that the build wrote."""
    host = Host()
    rules = read_headers((folder / "_headers").read_text(encoding="utf-8"))

    class _Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            host.log.append(f"{self.requestline} {dict(self.headers)}")

        def log_error(self, *_: object) -> None:
            pass

        def end_headers(self) -> None:
            for name, value in headers_of(self.path.partition("?")[0], rules).items():
                self.send_header(name, value)
            super().end_headers()

        def do_GET(self) -> None:
            if self.path not in host.extra:
                super().do_GET()
                return
            kind, content = host.extra[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
    host.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield host
    server.shutdown()


def watch(page: Any) -> Any:
    """Let a page note its faults: errors of scripts, violations of the policy, and the addresses it asks for."""
    page.faults, page.asked = [], []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: is_refusal(said.text) and page.faults.append(said.text))
    page.on("request", lambda sent: page.asked.append(sent.url))
    return page


def is_refusal(text: str) -> bool:
    """Whether a browser's console says that a policy forbade something. (That a file is not there is no fault.)"""
    return any(name in text for name in ("Content Security Policy", "Trusted", "violates"))


def chromium_arguments(*more: str) -> list[str]:
    """How the tests start Chromium, for a test that needs one of its own."""
    return [*(["--no-sandbox"] if os.geteuid() == 0 else []), "--disable-gpu", "--disable-background-networking", *more]


def vectors() -> list[dict[str, str]]:
    """The sealed files of tests/write/sealed_vectors.json."""
    found: list[dict[str, str]] = json.loads((ROOT / "tests/write/sealed_vectors.json").read_text("utf-8"))["sealed"]
    return found
