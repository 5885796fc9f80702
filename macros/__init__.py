"""The MkDocs door: what mkdocs-macros asks of a module, and nothing else.

Everything is imported inside the functions, so that a script can import ``macros.manual`` where MkDocs is not
installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from macros.sandbox import SandboxedMacros


def define_env(env: SandboxedMacros) -> None:
    """Read the edition once a build, hand it to the Markdown extension, and define the authors' macros."""
    from macros.building import begin

    begin(env)


def on_post_build(env: SandboxedMacros) -> None:
    """Seal the built pages: security policy, and what must not change between two builds."""
    from macros.building import finish

    finish(env)
