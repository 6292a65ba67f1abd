"""What is installed: pinned by hash, listed with its licence, and asked about where there is a network."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import audit


def listed(root: Path) -> dict[str, list[str]]:
    text = (root / "docs" / "licences.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {row[0]: row[1:] for row in rows[1:]}


def test_every_package_of_the_lock_is_listed_in_its_version(root: Path) -> None:
    pins = dict(audit.pinned((root / "requirements.lock").read_text("utf-8")))
    known = listed(root)
    for name, pin in pins.items():
        try:
            version(name)
        except PackageNotFoundError:  # for another system
            continue
        assert known[name][0] == pin, f"{name}: run make licences"


def test_nothing_that_users_install_is_under_the_gpl(root: Path) -> None:
    strict = {name for name, row in listed(root).items() if re.search("GPL|General Public", row[1])}
    assert {name for name in strict if "dev" not in listed(root)[name][-1]} == set()


def test_every_package_of_the_lock_has_its_hashes(root: Path) -> None:
    text = (root / "requirements.lock").read_text("utf-8")
    blocks = re.split(r"\n(?=[\w.-]+==)", text)
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_without_a_network_the_audit_says_so_and_ends_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(audit.urllib.request, "urlopen", unreachable)
    assert audit.main() == 0
    assert capsys.readouterr().out.startswith("Not audited")
