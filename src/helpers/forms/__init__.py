"""The printed forms as data: one YAML file each, and the loader that checks them.

A form says which tables it prints, their rows and columns with every known label, and the
identities that its own arithmetic demands. `docs/forms.md` shows how to add one.
"""

from helpers.forms.loader import FOLDER, FormError, expand, load_forms
from helpers.forms.model import Form, FormCell, FormColumn, FormRow, FormTable, Identity

__all__ = [
    "FOLDER",
    "Form",
    "FormCell",
    "FormColumn",
    "FormError",
    "FormRow",
    "FormTable",
    "Identity",
    "expand",
    "load_forms",
]
