"""What the site of the documentation needs beside docs/: a hook of MkDocs, see mkdocs.yml.

The pages keep the links that are right in the repository. Here those that lead out of docs/ are
bent to a copy in the site: CONTRIBUTING.md and SECURITY.md are pages, other files lie in `project`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
#: Files beside docs/ → the pages that they are in the site.
PAGES = {"CONTRIBUTING.md": "contributing.md", "SECURITY.md": "security.md"}
#: A link that leads out of docs/: the file.
OUTSIDE = re.compile(r"\]\(\.\./([^)#]+)")
#: What a page would load from elsewhere.
LOADED = re.compile(r"""<(?:script|link|img|iframe)\b[^>]+(?:src|href)=["']?(?:https?:)?//""")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The files of the site, with those from beside docs/ that are pages or that pages link."""
    linked = {*PAGES}
    for file in files.documentation_pages():
        linked |= {*OUTSIDE.findall(file.content_string)}
    for name in sorted(linked):
        files.append(File.generated(config, _inside(name), abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """The text of a page, its links bent to where the files are in the site."""
    if page.file.src_uri in PAGES.values():
        return markdown.replace("](docs/", "](")
    return OUTSIDE.sub(lambda link: f"]({_inside(link[1])}", markdown)


def on_post_page(output: str, page: Page, **_: object) -> str:
    """A page of the site as it is; refused where it loads anything from elsewhere."""
    if found := LOADED.search(output):
        raise PluginError(f"{page.file.src_uri} loads something from elsewhere: {found[0]}")
    return output


def _inside(name: str) -> str:
    """Where a file from beside docs/ is in the site."""
    return PAGES.get(name, f"project/{name}")
