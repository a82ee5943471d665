"""What the benchmark ran on, in words."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path


def description(hugo: Path, packages: Iterable[str]) -> str:
    """Processor, memory, system, and the versions of Python, Hugo and some packages, in one line."""
    version = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout.split("-")[0]
    return f"{hardware(packages)}, {version.replace('hugo v', 'Hugo ')}"


def hardware(packages: Iterable[str]) -> str:
    """Processor, memory, system, and the versions of Python and some packages, in one line."""
    parts = [
        f"{os.cpu_count()} cores of {_processor()}",
        f"{_gibibytes():.0f} GiB of memory",
        f"{platform.system()} {platform.release().split('-')[0]}",
        f"Python {platform.python_version()}",
        *(f"{name} {metadata.version(name)}" for name in packages),
    ]
    return ", ".join(parts)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.+)$", info.read_text(), re.MULTILINE) if info.is_file() else None
    return found[1].strip() if found else platform.processor() or platform.machine()


def _gibibytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
