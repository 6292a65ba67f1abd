"""One Chinese and one English label for each code, taken from the forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from helpers.forms import Form, FormColumn, FormRow

#: A table of the forms, and a code in it.
Code = tuple[str, str]
#: A Chinese and an English label.
Pair = tuple[str, str]
Labels = dict[Code, Pair]

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．、])?(?:其中：)?"
)
_NOTE = re.compile(r"\s*(?:（[^（）]*）|\([^()]*\))$")


def labels(forms: Mapping[str, Form], of: Literal["rows", "columns"]) -> Labels:
    """Label every row or column of the forms' tables, in Chinese and English.

    The label is the standard one without numbering, 其中 and note:
    「（二）部分公开（区分处理的，……）」 is 部分公开. A code that several forms print has the label
    of the newest, and so the same label everywhere.
    """
    found: Labels = {}
    oldest_first = sorted(forms.values(), key=lambda form: (form.years, form.code))
    for form in oldest_first:
        for table in form.tables.values():
            entries: Iterable[FormRow | FormColumn] = table.rows if of == "rows" else table.columns
            for entry in entries:
                chinese, english = entry.labels[0], entry.english
                found[table.code, entry.code] = _bare(chinese), _bare(english)
    return found


def _bare(label: str) -> str:
    unnumbered = _NUMBERING.sub("", label)
    return _NOTE.sub("", unnumbered)
