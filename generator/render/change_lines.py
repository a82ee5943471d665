"""What changed between two versions, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.compute.comparison import ItemChange, version_step
from generator.render.environment import Interpreter


def change_lines(interpreter: Interpreter, changes: Iterable[ItemChange]) -> Iterator[str]:
    """A line a change: item, group, kind, whether answers compare, reason; then old and new wording; last the step."""
    found = tuple(changes)
    for change in found:
        about = " ".join(filter(None, (change.item, change.group)))
        comparable = "comparable" if change.comparable else "not comparable"
        reason = f": {change.reason}" if change.reason else ""
        yield f"{about}  {interpreter.plain(change.explanation_key)} [{comparable}]{reason}"
        if change.old and change.new:
            yield f"    - {change.old}"
            yield f"    + {change.new}"
    yield f"{len(found)} changes: a {version_step(found)} step."
