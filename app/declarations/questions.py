"""A form's versions and the rule table as they are used: plain values, made of rows or of what ships."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from flask_babel import LazyString, force_locale, get_locale

from app.declarations.rules import FormKind, Handling, Picture, TriageRule
from app.units.rules import UnitKind
from app.web.languages import LANGUAGES

Text: TypeAlias = LazyString | str


@dataclass(frozen=True, eq=False)
class Asked:
    """A question of a form: a «Có» or «Không» without default, and what may be written beside a «Có»."""

    key: str
    text: Text
    reason: Text
    picture: Picture = Picture.NONE
    details: Text = ""
    needs_details: bool = False

    @property
    def details_key(self) -> str:
        """The name of the field beside a «Có»."""
        return f"{self.key}_details"


@dataclass(frozen=True, eq=False)
class AskedForm:
    """One version of a form. Equal only to itself, so that what is made of it can be kept by it.

    `unit_kinds`: the kinds of unit behind whose codes it lies; none means all. `retired_at` is None while it is in use.
    """

    kind: FormKind
    number: int
    questions: Sequence[Asked]
    unit_kinds: frozenset[UnitKind] = frozenset()
    retired_at: datetime | None = None

    @property
    def name(self) -> str:
        """What the page carries, so that what is sent is read by the questions that were asked."""
        return f"{self.kind.value}-{self.number}"

    @property
    def keys(self) -> Sequence[str]:
        return [asked.key for asked in self.questions]

    def is_for(self, kind: UnitKind) -> bool:
        return not self.unit_kinds or kind in self.unit_kinds


@dataclass(frozen=True, eq=False)
class RuleTable:
    """One version of the health department's rules."""

    number: int
    rules: Sequence[TriageRule]


@dataclass(frozen=True, eq=False)
class Wording:
    """What a kind of unit does with who may bring the disease, and its own words where the health department wrote any.

    `words`: text by language under `amber`, `red` and `advice`.
    """

    handling: Handling
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, key: str, usual: Text) -> Text:
        """Its own text in the reader's language, else the usual one."""
        own = self.words.get(key, {})
        return LazyString(in_language, own) if own.get("vi") else usual


def in_language(texts: Mapping[str, str]) -> str:
    """A text of which the health department wrote several languages, in the reader's; else in Vietnamese."""
    return texts.get(str(get_locale() or "vi")) or texts.get("vi", "")


def asked_of(stored: Mapping[str, Any]) -> Asked:
    """A question as a row keeps it."""
    return Asked(
        key=stored["key"],
        text=LazyString(in_language, stored["text"]),
        reason=LazyString(in_language, stored["reason"]),
        picture=Picture(stored["picture"]),
        details=LazyString(in_language, stored["details"]) if stored["details"].get("vi") else "",
        needs_details=stored["needs_details"],
    )


def in_all_languages(text: Text) -> dict[str, str]:
    """A text in each of the portal's languages."""
    return {language: _in(language, text) for language in LANGUAGES}


def _in(language: str, text: Text) -> str:
    with force_locale(language):
        return str(text)
