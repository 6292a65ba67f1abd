"""Where the tests find the project, the real reports beside it, and what is made once for all."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
WITHOUT_SHARED = (
    "NO REAL REPORTS: no folder shared/ beside the project, so nothing was tried on real files"
)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def processed(root: Path) -> Path:
    """The tables of the specimens."""
    return root / "data" / "processed"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and published figures; without it, a test that asks for it is skipped."""
    if not SHARED.is_dir():
        pytest.skip(WITHOUT_SHARED)
    return SHARED


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first process of pytest-xdist to ask for it fills, and all of them use."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put half of the heavy modules first, and the other half first behind the middle.

    Two processes of pytest-xdist begin there. Who is done takes from the end of what the other has
    left, so what is long must not stand there.
    """
    heavy = sorted({item.path for item in items if item.get_closest_marker("heavy")})
    first = [item for item in items if item.path in heavy[::2]]
    second = [item for item in items if item.path in heavy[1::2]]
    light = [item for item in items if item.path not in heavy]
    middle = max(len(items) // 2 - len(first), 0)
    items[:] = [*first, *light[:middle], *second, *light[middle:]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, last of all, that tests on real files did not run."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if WITHOUT_SHARED in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_sep(
            "!", f"{WITHOUT_SHARED}: {len(skipped)} tests SKIPPED", red=True, bold=True
        )
