"""The project's own files agree with each other, and say nothing of the machine that they were made on."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "matplotlib": "matplotlib-base",
}
ADDRESS = re.compile(r"\w+://|index-url|find-links|--extra-index|--trusted-host")
MACHINE_PATH = re.compile(r"(?<![\w.~/$}\])-])/(?:home|Users|root|tmp|opt|builds|work)/\w")


def ranges(requirements: list[str]) -> dict[str, SpecifierSet]:
    """Normalised name (without extras) to range."""
    parsed = [Requirement(requirement) for requirement in requirements]
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in parsed}


def pins(lock: Path) -> dict[str, str]:
    """The packages of a lock and their versions."""
    found = re.findall(r"^([\w.-]+)==([\w.]+)", lock.read_text("utf-8"), flags=re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[Path]:
    """The files that git knows; a copy of the project without git has none to look at."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("this copy of the project is no git clone")
    files = [root / name for name in listing.stdout.decode().split("\0") if name]
    return [file for file in files if file.is_file()]


def test_environment_has_the_names_and_ranges_of_pyproject(root, project):
    dependencies = yaml.safe_load((root / "environment.yml").read_text("utf-8"))["dependencies"]
    conda = ranges([entry for entry in dependencies if isinstance(entry, str)])
    [pip] = [entry["pip"] for entry in dependencies if isinstance(entry, dict)]
    lab = project["optional-dependencies"]["lab"]
    wanted = ranges([*project["dependencies"], *lab])

    assert conda.pop("python") == project["requires-python"]
    assert conda.pop("pip") == ""
    assert pip[-1] == "-e .[ocr]"
    from_pip = ranges(pip[:-1])
    from_conda = {
        CONDA_NAMES.get(name, name): wanted[name] for name in wanted if name not in from_pip
    }
    assert conda == from_conda
    assert from_pip == {name: wanted.get(name) for name in from_pip}


def test_lock_pins_every_dependency_inside_its_range(root, project):
    pinned = pins(root / "requirements.lock")
    asked = ranges(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        asked |= ranges(extra)
    assert {name: span for name, span in asked.items() if pinned.get(name) not in span} == {}


def test_what_make_report_installs_is_the_part_of_the_lock_that_it_needs(root, project):
    """With the six packages that everybody works with, and what builds the package itself."""
    part, whole = pins(root / "requirements-report.lock"), pins(root / "requirements.lock")
    assert part.items() <= whole.items()
    extras = project["optional-dependencies"]
    wanted = ranges([*project["dependencies"], *extras["ocr"], *extras["lab"]])
    assert wanted.keys() | {"hatchling"} <= part.keys()
    assert {
        "jupyterlab",
        "pandas",
        "camelot-py",
        "matplotlib",
        "seaborn",
        "papermill",
    } <= part.keys()
    assert part.keys().isdisjoint({"distributed", "pytest", "ruff", "selenium"})


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-report.lock"])
def test_lock_has_a_hash_for_every_pin_and_names_no_index(root, name):
    lock = (root / name).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", lock.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert ADDRESS.findall(lock) == []


def test_lock_holds_the_build_backend_so_that_nothing_is_fetched_to_build(root, project):
    backend = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["build-system"][
        "requires"
    ]
    assert set(backend) <= set(project["optional-dependencies"]["dev"])


def test_no_file_names_a_path_of_somebodys_machine(tracked):
    found = []
    for file in tracked:
        text = file.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{file.name}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert found == []
