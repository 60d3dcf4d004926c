"""Small files that are whole or absent, whatever is killed or loses power, and that only their owner reads."""

import os
import secrets
from pathlib import Path

_DIRECTORY_MODE = 0o700
_FILE_MODE = 0o600


def make_private_directory(path: Path) -> None:
    path.mkdir(mode=_DIRECTORY_MODE, parents=True, exist_ok=True)
    if path.stat().st_mode & 0o777 != _DIRECTORY_MODE:
        path.chmod(_DIRECTORY_MODE)
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Make the names in `path` survive a power cut."""
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def place_new(path: Path, content: bytes) -> None:
    """Put a file there unless one is there: of many racing processes exactly one places its own."""
    draft = _write_draft(path, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    sync_directory(path.parent)


def replace(path: Path, content: bytes) -> None:
    """Put a file there in place of the old one; a reader sees either."""
    _write_draft(path, content).replace(path)
    sync_directory(path.parent)


def shred(path: Path) -> None:
    """Overwrite and remove a file and the drafts of it that a crash left behind; absent ones are fine."""
    for doomed in [path, *path.parent.glob(f".*.{path.name}")]:
        _overwrite(doomed)
        doomed.unlink(missing_ok=True)
    sync_directory(path.parent)


def _write_draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{secrets.token_hex(8)}.{path.name}")
    _write(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE), content)
    return draft


def _overwrite(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    _write(descriptor, secrets.token_bytes(os.fstat(descriptor).st_size))


def _write(descriptor: int, content: bytes) -> None:
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
