"""The machine that something was measured on, without its name, and processes on it that measure."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any


def machine() -> str:
    """Cores, model of the processor, memory, Python, and what else the machine does, in a few words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = platform.python_version()
    load = os.getloadavg()[0]
    parts = [
        f"{os.cpu_count()} cores of {_model()}",
        f"{memory:.0f} GB of memory",
        platform.system(),
        f"Python {python}",
    ]
    return f"{', '.join(parts)}, with a load of {load:.1f} before it began"


def measured(module: str, *arguments: str, **variables: str) -> Any:
    """Run a module in a process of its own, with these variables set → what its last line says in JSON."""
    process = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(process.stdout.splitlines()[-1])


def _model() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
