"""A letter as DOCX in the form of Decree 30/2020, model 1.5 (công văn), with its list as an annex."""

from collections.abc import Sequence

from app.clock import local_day
from app.correspondence.models import OutgoingLetter
from app.correspondence.rules import symbol
from app.documents import word
from app.documents.word import Foot, Head
from app.documents.word_tables import Cell
from app.documents.wording import official_date, official_number, undated
from app.organisations.rules import OrganisationKind
from app.reports.document import CHAIRMAN
from app.reports.rules import COMMITTEES, capacity, full_name, issuer, place_of

ENDING = "./."
# Letters to more than so many name them in the annex alone.
NAMED = 12
# Characters by which a column of the annex is given room.
SHORTEST, LONGEST = 10, 30
BY_LIST = "Các cơ quan, đơn vị, địa phương có tên trong danh sách kèm theo"


def letter_docx(letter: OutgoingLetter) -> bytes:
    """The draft with room for number and day, or with those that were recorded."""
    kind, name = letter.organisation.kind, letter.organisation.name
    number = letter.number or official_number(None, symbol(kind, name))
    day = official_date(letter.dated_on) if letter.dated_on else undated(local_day().year)
    head = Head(
        superior=["Ủy ban nhân dân", "tỉnh Kiên Giang"] if kind is OrganisationKind.DEPARTMENT else [],
        issuer=[line for line in issuer(kind, name) if line],
        number=number,
        place_and_date=f"{place_of(kind, name)}, {day}",
        letter_about=f"V/v {letter.about}",
        addressees=letter.addressees if len(letter.addressees) <= NAMED else [BY_LIST],
        is_draft=letter.number is None,
    )
    written = word.Official(f"Công văn {number} V/v {letter.about}", head)
    lines = [line.strip() for line in letter.body.splitlines() if line.strip()]
    for line in lines[:-1]:
        written.paragraph(line)
    written.paragraph(f"{lines[-1].removesuffix(ENDING).rstrip(' .')}{ENDING}")
    title = letter.signer_title or (CHAIRMAN if kind in COMMITTEES else "")
    written.foot(Foot(_recipients(kind), capacity(kind, name, title).splitlines(), letter.signer_name))
    if letter.annex["rows"]:
        written.annex("", letter.annex["title"], f"Kèm theo Công văn số {number} {day} của {full_name(kind, name)}")
        header, rows = letter.annex["header"], letter.annex["rows"]
        written.table(
            [[Cell(text) for text in header]],
            ((False, [Cell(text) for text in row]) for row in rows),
            widths=_widths(header, rows),
        )
    return written.content()


def _recipients(kind: OrganisationKind) -> list[str]:
    if kind is OrganisationKind.PROVINCE_OFFICE:
        return ["Như trên", "CT, các PCT UBND tỉnh", "Lưu: VT, KGVX"]
    return ["Như trên", "Lưu: VT"]


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """The order narrow, the rest by the longest that each column says, within reason."""
    lengths = [max(len(text) for text in column) for column in zip(header, *rows, strict=True)][1:]
    weights = [min(max(length, SHORTEST), LONGEST) for length in lengths]
    rest = word.TEXT - word.NUMBER_COLUMN
    return [word.NUMBER_COLUMN, *(rest * weight / sum(weights) for weight in weights)]
