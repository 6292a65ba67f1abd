"""Builds the wheel and tries it as somebody would who has nothing else: `python tools/try_wheel.py`.

In an empty folder and an environment of its own it makes a project beside a foreign `helpers.py`, puts two specimens
into it and runs it; then it looks at what came out, and says how long each step took.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPECIMENS = ("pingtan_2023.pdf", "pingtan_2024.pdf")
#: Of what the wheel asks for, the versions that the tests ran with; pip takes no hash of what is not pinned as a whole.
HASH = re.compile(r" \\\n    --hash=\S+")


def main() -> int:
    """Try the wheel, and stop with the first step that does not do what it should."""
    with tempfile.TemporaryDirectory(prefix="gongkai-wheel-") as folder:
        _try(Path(folder))
    return 0


def _try(folder: Path) -> None:
    python = folder / "env" / "bin" / "python"
    pins = folder / "pins.txt"
    pins.write_text(HASH.sub("", (ROOT / "requirements.lock").read_text("utf-8")), "utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    step("wheel built", [*build, str(folder)], ROOT)
    [wheel] = folder.glob("*.whl")
    uv = str(Path(sys.executable).with_name("uv"))
    new = [uv, "venv", "--python", sys.executable, str(folder / "env")]
    step("environment made", new, folder)
    install = [uv, "pip", "install", "--python", str(python), "--constraint", str(pins)]
    step("installed", [*install, str(wheel)], folder)

    gongkai = str(python.with_name("gongkai"))
    step("gongkai init demo", [gongkai, "init", "demo"], folder)
    demo = folder / "demo"
    for name in SPECIMENS:
        shutil.copy(ROOT / "data" / "raw" / "specimens" / name, demo / "data" / "raw")
    (demo / "helpers.py").write_text("raise SystemExit('the wrong helpers ran')\n", "utf-8")
    step("gongkai run", [gongkai, "run"], demo)
    reports = (demo / "data" / "processed" / "reports.csv").read_text("utf-8-sig")
    assert reports.count("-vector,verified,") == len(SPECIMENS), reports
    assert (demo / "reports" / "latest" / "06_quality.html").is_file()
    load = "import gongkai; print(len(gongkai.load('reports')))"
    step("import gongkai", [str(python), "-I", "-c", load], demo / "notebooks")
    print(f"{wheel.name} ({wheel.stat().st_size / 1e6:.1f} MB) does what it should.")


def step(name: str, command: list[str], folder: Path) -> None:
    """Run a command in a folder and say how long it took; the environment tells it nothing."""
    told = ("PATH", "HOME", "LANG", "TMPDIR", "PIP_", "SSL_", "UV_")
    known = {key: value for key, value in os.environ.items() if key.startswith(told)}
    known["GONGKAI_CACHE"] = str(folder / "cache")
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env=known, text=True, capture_output=True, check=False
    )
    seconds = time.monotonic() - began
    if done.returncode:
        sys.exit(f"{name}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
    print(f"{name}: {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
