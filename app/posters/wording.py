"""What a poster says, in Vietnamese and beneath it in a second language.

Printed wording, not the portal's interface: it is bound to the poster's language, whatever its printer reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.posters.rules import Codes, PosterLanguage

OWNER = "UBND tỉnh Kiên Giang"
PRINTED = "In ngày {day} · Phiên bản {version}"
SPOKEN = "Mã QR của {unit}: {code}"
VERIFY = "Kiểm tra áp phích thật hay giả: {address}"
MARK = "Tỉnh Kiên Giang"
PROVINCE_COMMITTEE = ("Ủy ban nhân dân", "tỉnh Kiên Giang")
COMMITTEE, COMMITTEE_SHORT = "Ủy ban nhân dân", "UBND"
COMMITTEE_HEAD, HEAD = "TM. Ủy ban nhân dân\nChủ tịch", "Thủ trưởng cơ quan"
SEAT = "Kiên Giang"
PLACE_KINDS = ("Thành phố ", "Thị xã ", "Thị trấn ", "Huyện ", "Phường ", "Xã ")
FOLD = "Gấp theo đường này"
CAPTIONS: Mapping[Codes, str] = {
    Codes.OURS: "Cổng của tỉnh Kiên Giang",
    Codes.NATIONAL: "Tờ khai y tế quốc gia (tokhaiyte.vn)",
}


@dataclass(frozen=True)
class Wording:
    """The sentences of a poster in one language."""

    lang: str
    title: str
    scan: str
    enter: str
    enter_steps: str
    enter_short: str
    leave: str
    leave_steps: str
    type_instead: str
    no_phone: str
    hotline: str


VIETNAMESE = Wording(
    lang="vi",
    title="Khai báo y tế bằng mã QR",
    scan="Quét mã khi VÀO và khi RA",
    enter="Khi VÀO",
    enter_steps="Mở máy ảnh, quét mã, điền tờ khai, đưa kết quả cho người kiểm soát.",
    enter_short="Quét mã, điền tờ khai.",
    leave="Khi RA",
    leave_steps="Quét lại mã này và bấm RA.",
    type_instead="Không quét được? Mở trang",
    no_phone="Không có điện thoại: gặp người kiểm soát để được khai giúp.",
    hotline="Đường dây nóng",
)
SECOND: Mapping[PosterLanguage, Wording] = {
    PosterLanguage.VI_EN: Wording(
        lang="en",
        title="Health declaration by QR code",
        scan="Scan when you ENTER and when you LEAVE",
        enter="ENTERING",
        enter_steps="Open your camera, scan, fill in the form, show the result to the guard.",
        enter_short="Scan, fill in the form.",
        leave="LEAVING",
        leave_steps="Scan this code again and tap OUT.",
        type_instead="Cannot scan? Open",
        no_phone="No phone? The guard will help you declare.",
        hotline="Hotline",
    ),
    PosterLanguage.VI_KM: Wording(
        lang="km",
        title="ប្រកាសសុខភាពដោយកូដ QR",
        scan="ស្កេនកូដពេលចូល និងពេលចេញ",
        enter="ពេលចូល",
        enter_steps="បើកកាមេរ៉ា ស្កេនកូដ បំពេញទម្រង់ ហើយបង្ហាញលទ្ធផលដល់អ្នកយាម។",
        enter_short="ស្កេនកូដ បំពេញទម្រង់។",
        leave="ពេលចេញ",
        leave_steps="ស្កេនកូដនេះម្ដងទៀត ហើយចុចប៊ូតុង ចេញ។",
        type_instead="ស្កេនមិនបាន? បើកទំព័រ",
        no_phone="គ្មានទូរស័ព្ទ៖ សូមជួបអ្នកយាម គេនឹងជួយប្រកាស។",
        hotline="ទូរស័ព្ទបន្ទាន់",
    ),
}
# In a taxi and on a motorbike nobody scans a second time.
VIETNAMESE_ENTRY_ONLY = replace(
    VIETNAMESE,
    scan="Quét mã khi LÊN XE",
    enter="Khi LÊN XE",
    enter_steps="Mở máy ảnh, quét mã, điền tờ khai, đưa kết quả cho tài xế.",
    leave="Khi XUỐNG XE",
    leave_steps="Không cần quét lại.",
    no_phone="Không có điện thoại: nhờ tài xế khai giúp.",
)
SECOND_ENTRY_ONLY: Mapping[PosterLanguage, Wording] = {
    PosterLanguage.VI_EN: replace(
        SECOND[PosterLanguage.VI_EN],
        scan="Scan when you GET IN",
        enter="GETTING IN",
        enter_steps="Open your camera, scan, fill in the form, show the result to the driver.",
        leave="GETTING OUT",
        leave_steps="No need to scan again.",
        no_phone="No phone? The driver will help you declare.",
    ),
    PosterLanguage.VI_KM: replace(
        SECOND[PosterLanguage.VI_KM],
        scan="ស្កេនកូដពេលឡើងជិះ",
        enter="ពេលឡើងជិះ",
        enter_steps="បើកកាមេរ៉ា ស្កេនកូដ បំពេញទម្រង់ ហើយបង្ហាញលទ្ធផលដល់អ្នកបើកបរ។",
        leave="ពេលចុះ",
        leave_steps="មិនចាំបាច់ស្កេនម្ដងទៀតទេ។",
        no_phone="គ្មានទូរស័ព្ទ៖ សូមជួបអ្នកបើកបរ គេនឹងជួយប្រកាស។",
    ),
}


def words_of(language: PosterLanguage, *, entry_only: bool) -> tuple[Wording, Wording | None]:
    """What a poster says in Vietnamese, and in its second language if it has one."""
    if entry_only:
        return VIETNAMESE_ENTRY_ONLY, SECOND_ENTRY_ONLY.get(language)
    return VIETNAMESE, SECOND.get(language)
