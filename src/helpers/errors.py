"""Errors that a person can mend."""

from __future__ import annotations


class UserError(Exception):
    """Wrong input: the message is one sentence that says what to do; the command ends with `exit_code`."""

    exit_code = 2
