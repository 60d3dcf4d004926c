"""Rules of addresses that are ready sooner.

What puts an address together is a function which Werkzeug compiles for each rule, twice: for all of them a fifth of the
time in which a worker starts. Most are never asked for in a worker's life; each is compiled when it is.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """Compiles what builds its addresses when the first one is built."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        def build(rule: Any, **values: Any) -> tuple[str, str]:
            compiled: Builder = super()._compile_builder(append_unknown).__get__(rule)
            setattr(rule, "_build_unknown" if append_unknown else "_build", compiled)
            return compiled(**values)

        return build
