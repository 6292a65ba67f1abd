"""`python -m gongkai`: the command, where no script of it is at hand."""

import sys

from gongkai import command

sys.exit(command())
