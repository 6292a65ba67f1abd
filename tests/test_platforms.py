"""Containers: built where docker answers, else held against the files and tools that are here."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml


def copied(root: Path) -> list[str]:
    """What the Dockerfile copies from the project."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", (root / "Dockerfile").read_text("utf-8"), re.M)
    return [name for line in lines for name in line.split()[:-1]]


def answers(*command: str) -> bool:
    """Whether a program is here and does what it is asked."""
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0


def test_what_the_image_is_built_of_is_there_and_let_through(root: Path) -> None:
    through = (root / ".dockerignore").read_text("utf-8").splitlines()
    for name in copied(root):
        assert (root / name).exists(), name
        assert f"!{name}" in through, name
    needed = re.search(r"^readme = \"(.+)\"", (root / "pyproject.toml").read_text("utf-8"), re.M)
    assert needed[1] in copied(root), "else no wheel can be built"


def test_the_image_is_built_where_docker_answers_and_linted_where_hadolint_is(root: Path) -> None:
    if shutil.which("hadolint"):
        lint = ["hadolint", "--failure-threshold", "warning", root / "Dockerfile"]
        assert subprocess.run(lint, check=False).returncode == 0
    if not answers("docker", "info"):
        pytest.skip("no docker answers here, so the image was not built")
    subprocess.run(["docker", "build", "--tag", "gongkai-test", root], check=True)
    version = ["docker", "run", "--rm", "gongkai-test", "--version"]
    assert subprocess.run(version, check=True, capture_output=True).stdout.startswith(b"gongkai ")


def test_compose_runs_cron_and_serves_the_pages_of_the_same_folder(root: Path) -> None:
    services = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))["services"]
    assert services["cron"]["entrypoint"] == ["cron", "-f"]
    [folder] = {
        place.split(":")[0]
        for service in services.values()
        for place in service["volumes"]
        if ":/project" in place
    }
    assert folder == "./demo"
    assert services["pages"]["entrypoint"][-2:] == ["--directory", "/project/reports"]
    cron = (root / "docs" / "scheduling" / "container.cron").read_text("utf-8")
    assert cron.endswith("\n"), "cron leaves out a last line without its end"


def test_the_dev_container_makes_what_the_makefile_knows(root: Path) -> None:
    made = json.loads((root / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert made["postCreateCommand"] == "make .venv/tools"
    assert "\nTOOLS = .venv/tools\n" in (root / "Makefile").read_text("utf-8")
