"""S7: a thousand posters of a file, against one document of the PDF engine with as many pages."""

import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pypdfium2
import zxingcpp
from flask_migrate import upgrade
from PIL import ImageChops

from app import create_app
from app.codes import new_code, show_code
from app.posters.faces import Code, Face
from app.posters.links import short_url, verify_url
from app.posters.paper import Wish, faces_pdf
from app.posters.printing import Press
from app.posters.wording import PRINTED, VERIFY
from bench.figures import Figure
from bench.rounds import Rounds
from bench.world import settings as environ

GOAL, MOST_MEGABYTES, ALL, MOST_DIFFERENT = 20, 150, 100, 0.5
SCREEN_DPI = 72
COMPARED = 20
VISIBLE = 32  # of 255 shades
NAMES = (
    "Khách sạn Biển Xanh",
    "Trường Tiểu học Võ Thị Sáu, điểm trường Kênh Tư",
    "TRUNG TÂM THƯƠNG MẠI VÀ DỊCH VỤ DU LỊCH DƯƠNG ĐÔNG",
    "Công ty trách nhiệm hữu hạn một thành viên Đầu tư và Phát triển du lịch sinh thái biển đảo Phú Quốc – Chi nhánh",
)


def measure(rounds: Rounds) -> list[Figure]:
    with TemporaryDirectory() as directory:
        app = create_app(
            {
                **environ(f"sqlite:///{directory}/portal.db", Path(directory)),
                "BASE_URL": "https://khaibao.kiengiang.gov.vn",
            }
        )
        with app.app_context():
            upgrade()
            return _figures(_faces(rounds.posters), rounds)


def _figures(faces: Sequence[Face], rounds: Rounds) -> list[Figure]:
    wish = Wish()
    # Letters, fonts and the engine itself are read once a process, not once a file.
    faces_pdf(faces[:1], wish)
    _stamped(faces[:COMPARED], wish)
    before = _peak_megabytes()
    stamping = [_seconds(lambda: _stamped(faces, wish)) for _ in range(rounds.count)]
    grown = _peak_megabytes() - before
    # The peer takes most of a minute: it is measured once, the others are held against it.
    peer = _seconds(lambda: faces_pdf(faces, wish))
    book = _stamped(faces, wish)
    read, different = _looked_at(book, faces, wish)
    count = len(faces)
    details = {
        "ours, posters/s": count / min(stamping),
        "one document, posters/s": count / peer,
        "memory that it took beside, MB": grown,
    }
    return [
        Figure("S7", f"{count} posters: speed of one document", _times(peer, stamping), GOAL, True, details=details),
        Figure("S7", "size of the file", [len(book) / 1e6], MOST_MEGABYTES, False, "MB"),
        Figure("S7", "codes that read at 72 dpi", [100 * read / count], ALL, True, "%"),
        Figure("S7", "pixels unlike the single poster's, the worst", [100 * different], MOST_DIFFERENT, False, "%"),
    ]


def _times(peer: float, stamping: Sequence[float]) -> list[float]:
    return [peer / one for one in stamping]


def _faces(count: int) -> list[Face]:
    rng = Random(568)
    return [_face(NAMES[n % len(NAMES)], n + 1, new_code(randbits=rng.getrandbits)) for n in range(count)]


def _face(name: str, number: int, code: str) -> Face:
    address = f"Số {number} Trần Hưng Đạo, khu phố 5, Phường Dương Đông, Thành phố Phú Quốc"
    verify = VERIFY.format(address=verify_url(code).partition("://")[2])
    texts = {"name": f"{name} {number}", "gate": "", "address": address, "digits": show_code(code), "verify": verify}
    return Face(PRINTED.format(day="07/5/2021", version=1), texts, [Code(short_url(code), f"{name}: {code}", "")])


def _stamped(faces: Sequence[Face], wish: Wish) -> bytes:
    press = Press(wish)
    for face in faces:
        press.print(face)
    return press.book.content()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _looked_at(book: bytes, faces: Sequence[Face], wish: Wish) -> tuple[int, float]:
    """How many codes an independent decoder reads, and how unlike the most different of some pages is."""
    read, worst = 0, 0.0
    with pypdfium2.PdfDocument(book) as pages:
        for number, (page, face) in enumerate(zip(pages, faces, strict=True)):
            picture = page.render(scale=SCREEN_DPI / 72).to_pil().convert("L")
            read += [code.text for code in zxingcpp.read_barcodes(picture)] == [face.drawn[0].text]
            if number < COMPARED:
                with pypdfium2.PdfDocument(faces_pdf([face], wish)) as single:
                    alone = single[0].render(scale=SCREEN_DPI / 72).to_pil().convert("L")
                shades = ImageChops.difference(alone, picture).histogram()
                worst = max(worst, sum(shades[VISIBLE:]) / (alone.width * alone.height))
    return read, worst


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
