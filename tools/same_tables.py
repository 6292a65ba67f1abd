"""Hold the tables of a commit against those of this folder, figure by figure: python tools/same_tables.py COMMIT

Numbers are compared as numbers, and form codes by what they are called now. What is new is a column or a table.
"""

import io
import subprocess
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

FOLDER = Path("data/processed")
#: Form codes before 28 November 2026.
FORMS = {
    "2019": "national_2019",
    "2021": "national_2021",
    "2014": "annex_2014",
    "fujian": "annex_fujian",
    "2008": "return_2008",
    "shanghai": "return_shanghai",
}


def compare(commit: str) -> int:
    """Print a line for each table → how many differ."""
    names = git("ls-tree", "--name-only", commit, f"{FOLDER}/").split()
    different = 0
    for name in filter(lambda name: name.endswith(".csv"), names):
        before, after = read(io.StringIO(git("show", f"{commit}:{name}"))), read(Path(name))
        shared = [column for column in before if column in after]
        same = before[shared].reset_index(drop=True).equals(after[shared].reset_index(drop=True))
        different += not same
        gone, new = set(before) - set(after), set(after) - set(before)
        print(f"{name}: {len(before)} rows, {'the same' if same else 'DIFFERENT'}", end="")
        print(f"; gone: {sorted(gone)}; new: {sorted(new)}" if gone or new else "")
    return different


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], capture_output=True, check=True).stdout.decode(
        "utf-8-sig"
    )


def read(file: Path | io.StringIO) -> pd.DataFrame:
    frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if "form" in frame:
        frame["form"] = frame["form"].replace(FORMS)
    return frame.map(as_number)


def as_number(text: str) -> str:
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text


if __name__ == "__main__":
    sys.exit(compare(sys.argv[1]) > 0)
