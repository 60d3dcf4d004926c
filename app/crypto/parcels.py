"""What a page carries sealed for a while, so that only we can read it again: it is stored nowhere."""

import base64
import hmac
import zlib

from cryptography.fernet import Fernet, InvalidToken

from app.crypto.cells import Unreadable


def seal_parcel(secret: str, purpose: str, plain: str) -> str:
    """Text for a field of a page; under the installation's secret, in a form of its own for what `purpose` names."""
    return _cipher(secret, purpose).encrypt(zlib.compress(plain.encode())).decode()


def open_parcel(secret: str, purpose: str, sealed: str, *, max_age_seconds: int) -> str:
    """What was sealed. Raises Unreadable where it was changed, made for something else, or is too old."""
    try:
        return zlib.decompress(_cipher(secret, purpose).decrypt(sealed.encode(), ttl=max_age_seconds)).decode()
    except InvalidToken as error:
        raise Unreadable(purpose) from error


def _cipher(secret: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret.encode(), f"parcel {purpose}".encode(), "sha256")))
