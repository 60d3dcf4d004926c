"""The manager sends a picture of the poster where it hangs: drawn anew, small, for officers' eyes."""

from io import BytesIO

import pytest
from PIL import Image

from app.documents.pictures import LONGEST_SIDE, BadPicture, small_jpeg
from app.posters.queries import get_poster
from tests.factories import make_manager
from tests.posters.test_display_and_replace import confirm, poster, stored  # noqa: F401

MARKER = b"GPS 10.2N 103.9E"


def picture(size=(2400, 1200), kind="JPEG", exif=MARKER):
    written = BytesIO()
    tags = Image.Exif()
    tags[0x010E] = exif
    tags[0x0112] = 6  # taken with the phone upright
    Image.new("RGB", size, "red").save(written, kind, exif=tags)
    return written.getvalue()


def send(browser, poster, content, name="ap-phich.jpg"):  # noqa: F811
    path = f"/posters/{poster.id}"
    fields = browser.get(path).fields(f"{path}/displayed")
    return browser.post(f"{path}/displayed", {**fields, "photo": (BytesIO(content), name)})


def test_officers_in_scope_see_it_and_nobody_else(app, cast, browse, poster):  # noqa: F811
    with app.app_context():
        mai = browse(make_manager(get_poster(cast.an.viewer, poster.id).unit))
    assert send(mai, poster, picture()).status == 303

    kept = browse(cast.an).get(f"/posters/{poster.id}/photo").response
    with Image.open(BytesIO(kept.data)) as shown:
        assert (shown.format, shown.size, shown.getexif()) == ("JPEG", (LONGEST_SIDE // 2, LONGEST_SIDE), {})
    assert MARKER not in kept.data
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert f"/posters/{poster.id}/photo" in browse(cast.duong).get(f"/posters/{poster.id}").text
    assert mai.get(f"/posters/{poster.id}/photo").status == 403
    assert browse(cast.binh).get(f"/posters/{poster.id}/photo").status == 404
    assert browse().get(f"/posters/{poster.id}/photo").status == 303


def test_without_one_the_confirmation_holds_and_an_older_picture_goes(cast, browse, poster):  # noqa: F811
    an = browse(cast.an)
    send(an, poster, picture((40, 30)))
    assert an.get(f"/posters/{poster.id}/photo").status == 200
    confirm(an, poster)

    assert an.get(f"/posters/{poster.id}/photo").status == 404


@pytest.mark.parametrize(
    "content",
    [b"<script>alert(1)</script>", b"%PDF-1.7", b"GIF89a" + bytes(40), picture()[:300], b"\x00"],
    ids=["script", "pdf", "gif", "torn", "zero"],
)
def test_what_is_no_picture_is_refused_beside_the_field(app, cast, browse, poster, content):  # noqa: F811
    page = send(browse(cast.an), poster, content)

    assert page.status == 422
    assert "không phải ảnh" in page.text
    assert stored(app, cast, poster).displayed_on is None


def test_too_many_pixels_are_not_unpacked():
    bomb = BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")

    with pytest.raises(BadPicture):
        small_jpeg(bomb.getvalue())


def test_a_file_beyond_the_limit_is_a_page_that_says_so(app, cast, browse, poster, monkeypatch):  # noqa: F811
    monkeypatch.setattr(app.view_functions["posters.confirm_display"], "file_limit_bytes", 20_000)

    assert send(browse(cast.an), poster, bytes(30_000)).status == 413
