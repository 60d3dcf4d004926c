"""What people write on the form."""

from typing import Any

HEALTHY = {
    "travelled": "no",
    "symptoms": "no",
    "contact_case": "no",
    "contact_country": "no",
    "contact_symptoms": "no",
}
PERSON = {
    "full_name": "NGUYỄN VĂN TÈO",
    "birth_year": "1985",
    "gender": "male",
    "nationality": "VN",
    "phone": "0912345678",
    "place": "31078",
    "address": "12 Nguyễn Trãi",
}


def sheet(**changes: Any) -> dict[str, Any]:
    """A healthy visitor's form, with what the test is about changed; None leaves a field out."""
    filled = {**PERSON, **HEALTHY, **changes}
    return {name: value for name, value in filled.items() if value is not None}
