"""What is typed about letters, and what heads send."""

from app.directives.forms.answers import AcknowledgeForm, ConfirmForm, PaperForm, PrepareForm, ReopenForm
from app.directives.forms.letters import (
    AcceptedCodesForm,
    AnswerForm,
    DocumentForm,
    DraftForm,
    InstructionForm,
    ObligationForm,
    QuestionForm,
)

__all__ = [
    "AcceptedCodesForm",
    "AcknowledgeForm",
    "AnswerForm",
    "ConfirmForm",
    "DocumentForm",
    "DraftForm",
    "InstructionForm",
    "ObligationForm",
    "PaperForm",
    "PrepareForm",
    "QuestionForm",
    "ReopenForm",
]
