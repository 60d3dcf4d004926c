"""Opening, changing, handing over and ending cases; writing down how people are; looking at alerts."""

from app.follow_ups.actions.alerts import acknowledge_alert, raise_missing
from app.follow_ups.actions.cases import (
    CaseEnded,
    EndTooEarly,
    NewCase,
    NoProtocol,
    assign_team,
    convert_case,
    end_case,
    extend_case,
    move_to_hospital,
    open_case,
    renew_link,
    report_for,
    return_from_hospital,
)
from app.follow_ups.actions.looks import TooManyLooks, ask_for_second, decide_request, look_at
from app.follow_ups.actions.positive import ResultChanged, correct_sample
from app.follow_ups.actions.protocols import ProtocolInPast, add_protocol, follow_protocol, is_in_past
from app.follow_ups.actions.reports import ReportChanged, SessionClosed, correct_report, write_report
from app.follow_ups.actions.samples import (
    ResultStands,
    add_sample,
    answer_need,
    keep_rooms,
    may_come_late,
    note_served,
    put_into_room,
    record_sample,
)
from app.follow_ups.actions.transfers import (
    InTransfer,
    TransferDecided,
    accept_transfer,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from app.follow_ups.actions.uploads import open_cases, take_national_list

__all__ = [
    "CaseEnded",
    "EndTooEarly",
    "InTransfer",
    "NewCase",
    "NoProtocol",
    "ProtocolInPast",
    "ReportChanged",
    "ResultChanged",
    "ResultStands",
    "SessionClosed",
    "TooManyLooks",
    "TransferDecided",
    "accept_transfer",
    "acknowledge_alert",
    "add_protocol",
    "add_sample",
    "answer_need",
    "ask_for_second",
    "assign_team",
    "convert_case",
    "correct_report",
    "correct_sample",
    "decide_request",
    "end_case",
    "extend_case",
    "follow_protocol",
    "is_in_past",
    "keep_rooms",
    "look_at",
    "may_come_late",
    "move_to_hospital",
    "note_served",
    "open_case",
    "open_cases",
    "propose_transfer",
    "put_into_room",
    "raise_missing",
    "record_sample",
    "refuse_transfer",
    "renew_link",
    "report_for",
    "return_from_hospital",
    "take_national_list",
    "withdraw_transfer",
    "write_report",
]
