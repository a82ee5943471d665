"""Runs one command and tells what it cost, as one line of JSON: a small process of its own, without our packages.

A child's peak memory counts what its parent held when it was started, so the parent must be small:

    python -I -S one_run.py LOG COMMAND ...
"""

import json
import os
import subprocess
import sys
import time

log, *command = sys.argv[1:]
with open(log, "wb") as output:  # noqa: PTH123 - pathlib costs memory
    started = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
kibibytes = used.ru_maxrss / 1024 if sys.platform == "darwin" else used.ru_maxrss
print(  # noqa: T201 - this is its answer
    json.dumps(
        {
            "wall": seconds,
            "user": used.ru_utime,
            "system": used.ru_stime,
            "megabytes": kibibytes / 1024,
            "code": os.waitstatus_to_exitcode(status),
        }
    )
)
