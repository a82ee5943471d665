"""A visitor's way to the built site: a server that compresses as hosts do, and which pages there are."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final

import pytest

LEAST_ZIPPED: Final = 512
"""Hosts send files of fewer bytes as they are."""
ZIPPED_TYPES: Final = frozenset({".html", ".css", ".js", ".json", ".svg", ".csv"})


@functools.lru_cache(maxsize=256)
def zipped(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6)


class _Host(http.server.SimpleHTTPRequestHandler):
    """Serves files, compressed where the visitor can read that, and keeps quiet."""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (accepts and path.is_file() and path.suffix in ZIPPED_TYPES and path.stat().st_size >= LEAST_ZIPPED):
            super().do_GET()
            return
        content = zipped(path)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
