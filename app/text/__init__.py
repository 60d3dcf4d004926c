"""Text as people type it: cleaned, searched and sorted the Vietnamese way; phones and identity numbers."""

from app.text.clean import begun_small, nfc
from app.text.identity import InvalidIdNumber, mask_name, normalise_id_number
from app.text.keys import SORT_KEY_LENGTH, fold_place, name_sort_key, search_key, sort_key
from app.text.phones import InvalidPhone, mask_phone, normalise_phone, show_phone

__all__ = [
    "SORT_KEY_LENGTH",
    "InvalidIdNumber",
    "InvalidPhone",
    "begun_small",
    "fold_place",
    "mask_name",
    "mask_phone",
    "name_sort_key",
    "nfc",
    "normalise_id_number",
    "normalise_phone",
    "search_key",
    "show_phone",
    "sort_key",
]
