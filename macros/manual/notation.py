"""YAML, the notation of front matter and registers, read by libyaml where the wheel has it: eight times faster.

A build reads some 300 front matters and registers; in Python alone that took longer than all else that reading the
edition does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NotationError = yaml.MarkedYAMLError


def values(text: str) -> Any:
    """What the text says, as plain values. Raises NotationError, which knows the place, where it is not YAML."""
    return _read(yaml.load, text)


def nodes(text: str) -> yaml.Node | None:
    """The same with the line of everything, for findings; None for an empty text. Raises NotationError."""
    node: yaml.Node | None = _read(yaml.compose, text)
    return node


def _read(read: Callable[..., Any], text: str) -> Any:
    try:
        return read(text, Loader=Loader)
    except NotationError:
        return read(text, Loader=yaml.SafeLoader)  # which says more clearly what is wrong
