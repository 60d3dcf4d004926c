"""Rows of lists as they wait in the database."""

import gzip
import json
from typing import Any


def packed(rows: Any) -> bytes:
    """Rows as they wait in the database until they are entered."""
    return gzip.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), compresslevel=3)


def unpacked(content: bytes) -> Any:
    """What `packed` was given."""
    return json.loads(gzip.decompress(content)) if content else []
