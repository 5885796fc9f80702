"""mkdocs-macros with a lock on it: a page's text can call the authors' macros and nothing else.

mkdocs-macros renders pages with a plain Jinja environment, in which
``{{ cycler.__init__.__globals__.os.popen('id').read() }}`` runs a command: whoever opens a pull request would run
code in the build. Jinja's own sandbox stops that payload, but the variables that mkdocs-macros offers to pages hold
live objects (``config.theme.get_env().from_string(...)`` makes a new, open environment). So here

* only functions that were defined as authors' macros may be called, and they and the authors' data are all
  that a page sees: no ready-made variables, no front matter, no other filters, no templates to include;
* multiplication and powers, with which one line fills the memory, are refused;
* pages opt in (``render_macros: true``), an unknown name is an error, and an error ends the build with the page's
  file and line.

The class is registered as the MkDocs plugin ``sandboxed-macros`` in pyproject.toml.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from typing import Any, cast

from jinja2 import BaseLoader, StrictUndefined, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext
from mkdocs_macros.plugin import MacrosPlugin

from macros.manual.edition import Edition
from macros.manual.reader import DRAFTS

Macro = Callable[..., str]


class AuthorsEnvironment(ImmutableSandboxedEnvironment):
    """A Jinja environment in which only the given macros can be called."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, macros: Mapping[str, Macro], data: Mapping[str, Any]) -> None:
        super().__init__(loader=BaseLoader(), undefined=StrictUndefined, keep_trailing_newline=True)
        self.globals = {**data, **macros}
        self.callable_macros = frozenset(map(id, macros.values()))

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a page may call ``obj``: authors' macros only, no method of anything."""
        return id(obj) in self.callable_macros

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse the operators that can make a value of any size."""
        raise SecurityError(f"the operator {operator!r} is not allowed in pages")


class SandboxedMacros(MacrosPlugin):
    """The mkdocs-macros plugin with its own rendering replaced by one that pull requests cannot misuse.

    ``macros.define_env`` fills ``authors`` (the functions pages may call), ``data`` (the plain values they may
    print, such as ``agency``), ``edition``, and ``phrases``, which the theme's templates may use; ``made`` are the
    pages that are made of data (path to text), ``left_out`` files below docs that the site must not show, and
    ``styles`` our style sheets, of which pages link to one that holds them all.
    """

    def on_config(self, config: MkDocsConfig) -> None:
        """Let mkdocs-macros load the project's module, then build the environment for pages."""
        self.authors: dict[str, Macro] = {}
        self.data: dict[str, Any] = {}
        self.edition: Edition | None = None
        self.phrases: Any = None
        self.made: dict[str, str] = {}
        self.left_out: frozenset[str] = frozenset()
        self.styles: tuple[str, ...] = ()
        super().on_config(config)  # type: ignore[no-untyped-call]  # mkdocs-macros has no types
        self._env = AuthorsEnvironment(self.authors, self.data)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the pages that are made of data, outside the navigation, and leave out what is held back."""
        for file in [file for file in files if file.src_uri in self.left_out or file.src_uri.startswith(DRAFTS)]:
            files.remove(file)
        for path, text in self.made.items():
            files.append(File.generated(config, path, content=text, inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Keep the files of the site, which the macros link to."""
        self.files = files

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the theme's templates the phrases, which know the edition, and tell them which page is being made."""
        self._page = page
        for name in ("title", "description", "author"):  # the theme prints these as they are, into attributes too
            if isinstance(page.meta.get(name), str):
                page.meta[name] = escape(page.meta[name])
        cast(dict[str, Any], context)["phrases"] = self.phrases
        return context

    def render(self, markdown: str, force_rendering: bool = False) -> str:
        """The page's text with its macros carried out, if the page asks for that.

        Raises PluginError with the page's file and line when a macro fails or is not one.
        """
        if self.page.meta.get("render_macros") is not True:
            return markdown
        try:
            return self._env.from_string(markdown).render()
        except Exception as error:
            raise PluginError(f"{self._place(error)}: {type(error).__name__}: {error}") from error

    def _place(self, error: Exception) -> str:
        path = self.page.file.src_uri
        if isinstance(error, TemplateSyntaxError):
            line = error.lineno
        else:
            frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
            line = (frames[-1].lineno or 1) if frames else 1
        if self.edition and (source := self.edition.sources.get(path)):
            # MkDocs cuts off the front matter and the empty lines after it
            line += source.first_line - 1 + len(source.text) - len(source.text.lstrip("\n"))
        return f"{path}:{line}"
