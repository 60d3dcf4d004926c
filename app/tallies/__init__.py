"""The day book: a unit's counts of a day, bumped in the transaction that causes them."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web import errors, navigation
from app.web.navigation import Panel


def init_app(app: Flask) -> None:
    """Wire the chapter in."""
    from app.tallies import actions, at_hand, hearing, models, queries, settings, views  # noqa: F401
    from app.units.intake.holds import register_hold

    at_hand.init_app(app)
    hearing.listen()
    app.register_blueprint(views.bp)
    errors.register_refusals(
        app,
        {
            actions.DayNotOpen: _l("Chỉ khai “không có khách” cho hôm nay hoặc hôm qua."),
            actions.DayHasEntries: _l("Ngày này đã có khách đến nên không khai “không có khách” được."),
        },
    )
    navigation.add_panel(Panel("unit", "days", "tallies.show", _l("Hôm nay"), Permission.UNIT_READ, 20))
    register_hold(_l("đã có lượt khách hoặc tờ khai"), queries.count_units_with_days)
