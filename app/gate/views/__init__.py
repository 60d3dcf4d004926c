"""Pages at the door and about a unit's machines, one file a subject."""

from app.gate.views import (  # noqa: F401 - views hang on `bp`
    console,
    counts,
    deciding,
    leaving,
    machines,
    queue,
    regulars,
)
from app.gate.views.blueprint import bp

__all__ = ["bp"]
