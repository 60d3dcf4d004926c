"""The macros of `components/ui.html` as the global `ui`, for every template and for single blocks of one."""

from functools import cached_property
from typing import Any

from flask import Flask

from app.door import viewer
from app.web.bars import draw_bar
from app.web.pages import asked
from app.web.stamps import new_stamp


class _Ui:
    """Loads the macros at first use: a block rendered alone skips its template's imports, a global it does not."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    @cached_property
    def _module(self) -> Any:
        return self._app.jinja_env.get_template("components/ui.html").module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


def _can(permission: str) -> bool:
    return viewer().can(permission)


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        ui=_Ui(app), can=_can, viewer=viewer, new_stamp=new_stamp, asked=asked, draw_bar=draw_bar
    )
