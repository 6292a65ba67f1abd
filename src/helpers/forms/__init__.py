"""The printed forms as data: one YAML file each, and the loader that checks them.

A form says which tables it prints, their rows and columns with every known label, and the
identities that its own arithmetic demands. `docs/forms.md` shows how to add one.
"""

from helpers.forms.loader import FOLDER, FormError, expand, load_forms
from helpers.forms.model import Column, Form, Identity, Row, Table

__all__ = [
    "FOLDER",
    "Column",
    "Form",
    "FormError",
    "Identity",
    "Row",
    "Table",
    "expand",
    "load_forms",
]
