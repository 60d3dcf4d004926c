"""Where a redirect may lead: only to our own paths."""

from urllib.parse import urlsplit


def own_path(address: str | None) -> str | None:
    """The address if it is a plain path of this site, else None (`//x`, `/\\x`, tabs, schemes are refused)."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(ord(character) < 0x21 or ord(character) == 0x7F or character == "\\" for character in address):
        return None
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else None
