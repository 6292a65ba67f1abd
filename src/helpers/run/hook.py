"""The command that is run when a run did not succeed, to tell somebody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from helpers.errors import told

#: A command that waits for something must not keep the run from ending.
SECONDS = 60


def call(command: str, error: BaseException, status: Path) -> None:
    """Give a command to the shell, and tell it how the run ended.

    Exit code, message and status file are in its environment. Its standard input is the message
    and, on the lines below it, the status file. What goes wrong here is printed, and changes
    nothing else.
    """
    code, message = told(error)
    file = record = ""
    if status.is_file():
        file, record = str(status), status.read_text(encoding="utf-8")
    known = {
        "GONGKAI_EXIT_CODE": str(code),
        "GONGKAI_MESSAGE": message,
        "GONGKAI_STATUS": file,
    }
    with subprocess.Popen(
        command,
        shell=True,
        stdin=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | known,
        process_group=0,
    ) as process:
        try:
            process.communicate(f"{message}\n\n{record}", timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        print(
            f"gongkai: The command of --on-failure ended with {process.returncode}: {command}",
            file=sys.stderr,
        )
