"""Inspections are planned, begun, written down, signed; what they found is put right and looked at again."""

from app.inspections.actions.following import answer_record, check_finding, record_referral, show_evidence
from app.inspections.actions.planning import (
    AlreadyPlanned,
    NotOperating,
    cancel_inspection,
    change_plan,
    plan_inspection,
)
from app.inspections.actions.recording import begin_inspection, is_known, remove_photo, save_record
from app.inspections.actions.refusals import (
    Changed,
    Incomplete,
    NotOpen,
    NotSigned,
    OtherBody,
    TooManyPhotos,
    refuse_other_body,
)
from app.inspections.actions.signing import Signed, refuse_unsignable, sign_record, what_lacks

__all__ = [
    "AlreadyPlanned",
    "Changed",
    "Incomplete",
    "NotOpen",
    "NotOperating",
    "NotSigned",
    "OtherBody",
    "Signed",
    "TooManyPhotos",
    "answer_record",
    "begin_inspection",
    "cancel_inspection",
    "change_plan",
    "check_finding",
    "is_known",
    "plan_inspection",
    "record_referral",
    "refuse_other_body",
    "refuse_unsignable",
    "remove_photo",
    "save_record",
    "show_evidence",
    "sign_record",
    "what_lacks",
]
