"""What heads made of the letter: acknowledged in time, late or not at all; three ways to say how a week went."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random

from app import clock
from app.access.models import User
from app.access.sessions import viewer_of
from app.db import db
from app.demo.accounts import list_heads
from app.demo.papers import blank_paper
from app.demo.story import Story
from app.demo.timeline import run_in_order
from app.directives.actions import (
    SignedPaper,
    acknowledge,
    add_instruction,
    answer_question,
    ask_question,
    confirm_on_paper,
    confirm_period,
    load_letter,
    record_document,
)
from app.directives.jobs import remind_of_letters
from app.directives.models import Directive, DirectiveOpening
from app.directives.periods import due_at, opens_at, periods_from
from app.directives.queries import Answer, Draft, get_draft
from app.directives.rounds import receipt_round
from app.directives.rules import ConfirmationOutcome, Period
from app.documents.papers import PDF, KeptPaper
from app.door import office_viewer
from app.notices.reminding import asked_at, take_steps
from app.organisations.rules import OrganisationKind

ADDRESSED = frozenset({OrganisationKind.DEPARTMENT, OrganisationKind.DISTRICT})
# For whoever looks around with these two accounts something is left to do.
LEFT_TO_ACKNOWLEDGE = "so-du-lich"
LEFT_TO_CONFIRM = frozenset({"so-du-lich", "district-911"})
UNOPENED_SHARE, UNANSWERED_SHARE, LATE_SHARE = 0.1, 0.1, 0.12
UNCONFIRMED_SHARE, CONFIRMED_LATE_SHARE, WITHOUT_BASIS_SHARE = 0.08, 0.1, 0.15
SHORTFALLS = (
    "Một số cơ sở mới đăng ký, chưa bố trí người kiểm soát tại cổng; đã nhắc nhở, hẹn khắc phục trong tuần sau.",
    "Còn cơ sở chưa treo mã QR; đã giao bộ phận chuyên môn kiểm tra và hướng dẫn.",
    "Địa bàn có nhiều hộ kinh doanh nhỏ, số liệu ghi nhận chưa đầy đủ; đang rà soát lại.",
)
DOCUMENT_SHARE, DOCUMENT_LATE_SHARE, INSTRUCTION_SHARE, BELOW_SHARE = 0.85, 0.12, 0.5, 0.93
DOCUMENTS = (
    ("KH", "Kế hoạch triển khai khai báo y tế điện tử bằng mã QR"),
    ("CV", "V/v thực hiện Công văn số 568/UBND-KGVX"),
)
INSTRUCTIONS = (
    "Giao bộ phận chuyên môn rà soát toàn bộ cơ sở thuộc thẩm quyền, báo cáo danh sách chưa có mã QR trước thứ Năm.",
    "Chủ tịch UBND xã, phường, thị trấn trực tiếp kiểm tra chợ, bến xe, cơ sở lưu trú trên địa bàn trong tuần này.",
)
# Asked by whom, when (days after the letter), and what the office says.
QUESTIONS = (
    (
        "so-du-lich",
        1,
        "Cơ sở lưu trú đã có mã tại tokhaiyte.vn có phải dán thêm mã của cổng không?",
        "Không. Cơ sở chỉ cần ghi mã đã có vào cổng và xác nhận đã dán; mã đó được tính đầy đủ.",
    ),
    (
        "district-911",
        2,
        "Xe ôm, taxi không có điểm dừng cố định thì kiểm soát khách ra như thế nào?",
        "Chỉ ghi nhận lượt vào; lượt ra của khách đi taxi, xe ôm không tính vào chỉ số.",
    ),
    ("district-900", 9, "Trường học nghỉ hè có phải báo “không có khách” hằng ngày không?", ""),
)
ON_PAPER_SHARE = 0.06
REMINDED_AT_HOURS = (8, 12, 15, 17)
WITHOUT_BASIS = "Số liệu của một số đơn vị chưa đầy đủ, đang rà soát, đối chiếu trước khi xác nhận."


def answer_letter(story: Story) -> None:
    """Send the letter on the first day of the story and let the heads answer it."""
    heads = {code: user for code, user in list_heads().items() if _is_addressed(user)}
    with clock.showing(clock.at(story.first_day, 8)):
        directive = load_letter(office_viewer(), published_on=story.first_day)
    courses = [*_receive(story, directive, heads), *_confirm(story, directive, heads), _remind(story)]
    courses += [*_document(story, directive, heads), *_pass_on(story, directive), *_ask(story, directive, heads)]
    run_in_order(courses, until=story.told_until)


def _is_addressed(user: User) -> bool:
    return user.organisation is not None and user.organisation.kind in ADDRESSED


def _receive(story: Story, directive: Directive, heads: Mapping[str, User]) -> list[Iterator[datetime]]:
    rng = story.random("letter")
    return [_receipt(story, directive, code, heads[code], Random(rng.random())) for code in sorted(heads)]


def _receipt(story: Story, directive: Directive, code: str, head: User, rng: Random) -> Iterator[datetime]:
    """Opened on one of the first days, acknowledged within a day of it; late ones let the letter lie for a week."""
    if code != LEFT_TO_ACKNOWLEDGE and rng.random() < UNOPENED_SHARE:
        return
    waits = rng.randrange(5, 9) if rng.random() < LATE_SHARE else rng.randrange(3)
    yield clock.at(story.first_day + timedelta(waits), 8 + rng.randrange(4), rng.randrange(60))
    _open(directive, head)
    if code == LEFT_TO_ACKNOWLEDGE or rng.random() < UNANSWERED_SHARE:
        return
    yield clock.now() + timedelta(minutes=rng.randrange(5, 400))
    acknowledge(viewer_of(head), directive.id)


def _open(directive: Directive, head: User) -> None:
    opening = DirectiveOpening(directive_id=directive.id, organisation_id=head.organisation_id, user_id=head.id)
    opening.opened_at = clock.now()
    db.session.add(opening)


def _remind(story: Story) -> Iterator[datetime]:
    """What the worker would have done by itself: reminders before and at cut-offs, word to those above."""
    for day in clock.days(story.first_day, story.last_day):
        for hour in REMINDED_AT_HOURS:
            yield clock.at(day, hour, 1)
            remind_of_letters(day)
            take_steps()


def _confirm(story: Story, directive: Directive, heads: Mapping[str, User]) -> list[Iterator[datetime]]:
    rng = story.random("confirmations")
    closed = [each for each in periods_from(story.first_day, story.last_day) if opens_at(each) < story.told_until]
    return [
        _confirmation(directive, period, heads[code], Random(rng.random()))
        for period in closed
        for code in sorted(heads)
        if not (code in LEFT_TO_CONFIRM and (period is closed[-1] or code == LEFT_TO_ACKNOWLEDGE))
    ]


def _document(story: Story, directive: Directive, heads: Mapping[str, User]) -> list[Iterator[datetime]]:
    rng = story.random("documents")
    return [_recording(story, directive, code, heads[code], Random(rng.random())) for code in sorted(heads)]


def _recording(story: Story, directive: Directive, code: str, head: User, rng: Random) -> Iterator[datetime]:
    """A plan or letter by which the body carries the letter out, recorded in its first week or some days late."""
    if code == LEFT_TO_ACKNOWLEDGE or rng.random() >= DOCUMENT_SHARE:
        return
    days = rng.randrange(8, 12) if rng.random() < DOCUMENT_LATE_SHARE else rng.randrange(2, 7)
    yield clock.at(story.first_day + timedelta(days), 9 + rng.randrange(7), rng.randrange(60))
    kind, title = rng.choice(DOCUMENTS)
    number = f"{rng.randrange(20, 400)}/{kind}"
    record_document(
        viewer_of(head),
        directive,
        number=number,
        title=title,
        signed_on=clock.local_day() - timedelta(1),
        file_name=f"van-ban-{number.replace('/', '-')}.pdf",
        kept=KeptPaper(PDF, blank_paper(f"{number} {title}")),
    )
    if code.startswith("district") and rng.random() < INSTRUCTION_SHARE:
        add_instruction(viewer_of(head), directive, rng.choice(INSTRUCTIONS))


def _pass_on(story: Story, directive: Directive) -> list[Iterator[datetime]]:
    """Chairmen of communes who have an account acknowledge what came to them from above."""
    rng = story.random("below")
    heads = {code: user for code, user in list_heads().items() if _is_commune(user)}
    return [_below(story, directive, heads[code], Random(rng.random())) for code in sorted(heads)]


def _is_commune(user: User) -> bool:
    return user.organisation is not None and user.organisation.kind is OrganisationKind.COMMUNE


def _below(story: Story, directive: Directive, head: User, rng: Random) -> Iterator[datetime]:
    if rng.random() >= BELOW_SHARE:
        return
    yield clock.at(story.first_day + timedelta(rng.randrange(3, 6)), 8 + rng.randrange(8), rng.randrange(60))
    # It comes from the head above: until he acknowledged it the commune has nothing to open.
    while head.organisation_id not in asked_at(receipt_round(directive.id)):
        yield clock.now() + timedelta(1)
    _open(directive, head)
    acknowledge(viewer_of(head), directive.id)


def _ask(story: Story, directive: Directive, heads: Mapping[str, User]) -> list[Iterator[datetime]]:
    return [
        _question(story, directive, heads[code], days, text, answer)
        for code, days, text, answer in QUESTIONS
        if code in heads
    ]


def _question(story: Story, directive: Directive, head: User, days: int, text: str, answer: str) -> Iterator[datetime]:
    """Asked by a body, answered for all a day later, or still waiting."""
    yield clock.at(story.first_day + timedelta(days), 10, 15)
    question = ask_question(viewer_of(head), directive, text)
    if answer:
        yield clock.now() + timedelta(hours=23)
        answer_question(office_viewer(), directive, question, answer)


def _confirmation(directive: Directive, period: Period, head: User, rng: Random) -> Iterator[datetime]:
    if rng.random() < UNCONFIRMED_SHARE:
        return
    late = timedelta(days=rng.randrange(1, 4)) if rng.random() < CONFIRMED_LATE_SHARE else timedelta(0)
    yield due_at(period) - timedelta(minutes=rng.randrange(10, 290)) + late
    viewer = viewer_of(head)
    draft = get_draft(viewer, directive.id, period.first_on, organisation_id=head.organisation_id)
    if rng.random() < ON_PAPER_SHARE:
        confirm_on_paper(viewer, draft, _answer(draft, rng), _signed(head, rng))
    else:
        confirm_period(viewer, draft, _answer(draft, rng))


def _signed(head: User, rng: Random) -> SignedPaper:
    number, title = f"{rng.randrange(20, 400)}/BC", head.appointment.title if head.appointment else ""
    sent = (f"bao-cao-{number.replace('/', '-')}.pdf", KeptPaper(PDF, blank_paper(number)))
    return SignedPaper(number, clock.local_day(), head.full_name, title, sent)


def _answer(draft: Draft, rng: Random) -> Answer:
    if not draft.below_target:
        return Answer(ConfirmationOutcome.CONFIRMED)
    if rng.random() < WITHOUT_BASIS_SHARE:
        return Answer(ConfirmationOutcome.NOT_CONFIRMED, WITHOUT_BASIS)
    reasons = {key: rng.choice(SHORTFALLS) for key in draft.below_target}
    return Answer(ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL, reasons=reasons)
