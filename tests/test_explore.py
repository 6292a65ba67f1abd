"""What an analyst explores: any table in one line."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import helpers
from helpers.errors import UserError


def test_any_table_is_a_typed_frame_in_one_line_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fees = helpers.load("fees")
    assert list(fees.dtypes.astype(str)[["agency", "form", "year"]]) == ["str", "str", "Int64"]
    assert fees["amount_yuan"].dropna().map(type).unique().tolist() == [Decimal]


def test_a_table_that_there_is_not_is_told_with_the_choice() -> None:
    with pytest.raises(UserError, match=r"^There is no table 'request': choose from figures, reports, .*coverage.*\.$"):
        helpers.load("request")


def test_a_table_that_is_not_written_yet_is_told_with_what_writes_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^fees\.csv is not in .*: run `make report`, or the notebook 02_tidy\.$"):
        helpers.load("fees", tmp_path)


def test_the_package_itself_loads_nothing_heavy() -> None:
    code = "import sys, helpers; sys.exit(bool({'pandas', 'numpy', 'yaml'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
