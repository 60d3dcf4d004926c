"""What citizens send: forms by version, their judgement, and the promise that a form sent twice is one record."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web import errors, navigation
from app.web.navigation import Entry, Room


def init_app(app: Flask) -> None:
    """Wire the chapter in."""
    from app.declarations import models, public_views, settings  # noqa: F401
    from app.declarations.catalogue import Catalogue
    from app.declarations.choices import Places
    from app.declarations.rulebook import actions, views

    app.extensions["declaration_places"] = Places()
    app.extensions["declaration_catalogue"] = Catalogue()
    app.register_blueprint(public_views.bp)
    app.register_blueprint(views.bp)
    navigation.add_entry(
        Entry("rulebook.index", _l("Khai báo và phân loại"), Permission.RULEBOOK_MANAGE, 66, room=Room.HEALTH)
    )
    errors.register_refusals(
        app,
        {
            actions.VersionNotDraft: _l("Bản này không còn sửa được: đã có tờ khai theo bản ấy. Hãy soạn bản mới."),
            actions.TableNotTried: _l("Hãy thử bảng với các trường hợp mẫu trước khi dùng."),
            actions.AreaEndsBeforeStart: _l("Ngày thôi áp dụng không được trước ngày bắt đầu."),
        },
    )
