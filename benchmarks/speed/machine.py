"""The machine that something was measured on, without its name."""

from __future__ import annotations

import os
import platform
from pathlib import Path


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


def _model() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
