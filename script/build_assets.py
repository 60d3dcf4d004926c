#!/usr/bin/env python3
"""Make what browsers and PDFs load, from assets/ and node_modules/.

    script/build_assets.py [--force]

app/web/static/   name.<hash>.ext with .gz beside it, and manifest.json: {"staff.css": "staff.3f2a….css", …}
app/documents/fonts/   whole TTF files under stable names, since WeasyPrint garbles Vietnamese in subsets

Standard library only: it runs before anything is installed. Does nothing when nothing changed.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
PACKAGES = ROOT / "node_modules"
STATIC = ROOT / "app/web/static"
PDF_FONTS = ROOT / "app/documents/fonts"
STAMP = ".made-from"

STYLESHEETS = ("citizen.css", "staff.css")
IMAGES = {"favicon.svg": ASSETS / "favicon.svg", "pictures.svg": ASSETS / "pictures.svg"}
MODULES = {"zxing_reader.wasm": PACKAGES / "zxing-wasm/dist/reader/zxing_reader.wasm"}
WEB_FONTS = {
    f"be-vietnam-pro-{subset}-{weight}-normal.woff2": PACKAGES
    / f"@fontsource/be-vietnam-pro/files/be-vietnam-pro-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "vietnamese")
    for weight in (400, 700)
}
# In the order in which they name each other: a script comes after those it imports.
SCRIPTS = {
    "htmx.min.js": PACKAGES / "htmx.org/dist/htmx.min.js",
    "govuk-frontend.js": PACKAGES / "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "tables.js": ASSETS / "tables.js",
    "staff.js": ASSETS / "staff.js",
    # The guard's console; its worker is served by a view, at an address of the console.
    "zxing.js": PACKAGES / "zxing-wasm/dist/iife/reader/index.js",
    "gate-store.js": ASSETS / "gate-store.js",
    "gate-scan.js": ASSETS / "gate-scan.js",
    "gate-queue.js": ASSETS / "gate-queue.js",
    "gate-camera.js": ASSETS / "gate-camera.js",
    "gate-sound.js": ASSETS / "gate-sound.js",
    "gate.js": ASSETS / "gate.js",
    "gate-worker.js": ASSETS / "gate-worker.js",
    # The record of an inspection: its draft on the device, signatures drawn by hand.
    "inspection.js": ASSETS / "inspection.js",
    # Its page kept on the device; the worker is served by a view, at an address beside the records.
    "record-keep.js": ASSETS / "record-keep.js",
    "record-worker.js": ASSETS / "record-worker.js",
    # Its camera, with the reader of the guard's console.
    "record-camera.js": ASSETS / "record-camera.js",
}
DOCUMENT_FONTS = {
    "Tinos-Regular.ttf": "tinos/400Regular/Tinos_400Regular.ttf",
    "Tinos-Italic.ttf": "tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "Tinos-Bold.ttf": "tinos/700Bold/Tinos_700Bold.ttf",
    "Tinos-BoldItalic.ttf": "tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf",
    "BeVietnamPro-Regular.ttf": "be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf",
    "BeVietnamPro-Bold.ttf": "be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf",
    "NotoSansKhmer-Regular.ttf": "noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf",
    "NotoSansKhmer-Bold.ttf": "noto-sans-khmer/700Bold/NotoSansKhmer_700Bold.ttf",
}
# The font is licensed for gov.uk alone, and the arms are not ours.
FORBIDDEN = re.compile(rb"GDS Transport|crest|crown", re.IGNORECASE)
SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+")
COMPRESSED_SUFFIXES = {".css", ".js", ".svg", ".wasm"}


def main() -> None:
    made_from = hash_of_inputs()
    if "--force" not in sys.argv and is_current(made_from):
        return
    files = collect_files()
    swap_in(STATIC, lambda folder: write_static(folder, files, made_from))
    swap_in(PDF_FONTS, lambda folder: copy_document_fonts(folder, made_from))
    print(f"assets: {len(files)} files for browsers, {len(DOCUMENT_FONTS)} fonts for PDFs")


def hash_of_inputs() -> str:
    """One hash over all that decides the outcome; packages are fixed by their lock."""
    inputs = [Path(__file__), ROOT / "package-lock.json", *sorted(p for p in ASSETS.rglob("*") if p.is_file())]
    whole = hashlib.sha256()
    for path in inputs:
        whole.update(f"{path.name}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def is_current(made_from: str) -> bool:
    return all(read_stamp(folder) == made_from for folder in (STATIC, PDF_FONTS))


def read_stamp(folder: Path) -> str:
    stamp = folder / STAMP
    return stamp.read_text() if stamp.exists() else ""


def collect_files() -> dict[str, tuple[str, bytes]]:
    """Plain name → (hashed name, bytes); whoever names others comes after them and gets their hashed names."""
    files: dict[str, tuple[str, bytes]] = {}
    for name, path in {**IMAGES, **MODULES, **WEB_FONTS}.items():
        add(files, name, path.read_bytes())
    for name, css in compile_stylesheets().items():
        add(files, name, with_hashed_names(css, b'"font:(?P<name>[^"]+)"', files))
    for name, path in SCRIPTS.items():
        script = SOURCE_MAP.sub(b"", path.read_bytes())
        add(files, name, with_hashed_names(script, rb'"\./(?P<name>[\w-]+\.js)"', files, prefix="./"))
    return files


def add(files: dict[str, tuple[str, bytes]], name: str, content: bytes) -> None:
    stem, suffix = name.rsplit(".", 1)
    files[name] = (f"{stem}.{hashlib.sha256(content).hexdigest()[:16]}.{suffix}", content)


def with_hashed_names(
    content: bytes, pattern: bytes, files: dict[str, tuple[str, bytes]], *, prefix: str = ""
) -> bytes:
    def hashed(match: re.Match[bytes]) -> bytes:
        return f'"{prefix}{files[match["name"].decode()][0]}"'.encode()

    return re.sub(pattern, hashed, content)


def compile_stylesheets() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        pairs = [f"{ASSETS / name.replace('.css', '.scss')}:{folder}/{name}" for name in STYLESHEETS]
        command = ["node", PACKAGES / "sass/sass.js", f"--load-path={PACKAGES}", "--style=compressed"]
        if subprocess.run([*command, "--no-source-map", *pairs], check=False).returncode:
            sys.exit("the stylesheets do not compile")
        compiled = {name: Path(folder, name).read_bytes() for name in STYLESHEETS}
    for name, css in compiled.items():
        refuse_foreign_marks(name, css)
    return compiled


def refuse_foreign_marks(name: str, css: bytes) -> None:
    if found := FORBIDDEN.search(css):
        sys.exit(f"{name} mentions {found[0].decode()!r}, which belongs to gov.uk alone: see assets/_kit.scss")


def write_static(folder: Path, files: dict[str, tuple[str, bytes]], made_from: str) -> None:
    for hashed, content in files.values():
        (folder / hashed).write_bytes(content)
        if Path(hashed).suffix in COMPRESSED_SUFFIXES:
            (folder / f"{hashed}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    manifest = {name: hashed for name, (hashed, _) in files.items()}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    (folder / STAMP).write_text(made_from)


def copy_document_fonts(folder: Path, made_from: str) -> None:
    for name, source in DOCUMENT_FONTS.items():
        shutil.copyfile(PACKAGES / "@expo-google-fonts" / source, folder / name)
    (folder / STAMP).write_text(made_from)


def swap_in(target: Path, fill) -> None:
    """Fill a fresh folder beside `target`, then put it in its place: never half a set."""
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    fill(fresh)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


if __name__ == "__main__":
    main()
