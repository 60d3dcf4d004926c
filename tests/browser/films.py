"""What a browser's camera sees in a test."""

from typing import Any

import qrcode
from PIL import Image


def film(path: Any, text: str) -> str:
    """Frames of a camera that looks at a code, as motion JPEG."""
    code = qrcode.make(text, box_size=6).get_image().convert("L")
    frame = Image.new("YCbCr", (640, 480), (160, 128, 128))
    code.thumbnail((440, 440))
    frame.paste(code.convert("YCbCr"), ((640 - code.width) // 2, (480 - code.height) // 2))
    frame.save(path, "JPEG", quality=90)
    path.write_bytes(path.read_bytes() * 10)
    return str(path)
