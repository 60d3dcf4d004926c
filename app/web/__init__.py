"""How pages are made: transactions, answers, forms, errors, languages, headers, limits, metrics."""

from flask import Flask
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from app.web import (
    again,
    assets,
    at_once,
    components,
    converters,
    errors,
    filters,
    headers,
    health,
    languages,
    limits,
    metrics,
    navigation,
)

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    Htmx(app)
    csrf.init_app(app)
    for part in (
        again,
        at_once,
        converters,
        languages,
        filters,
        assets,
        components,
        navigation,
        headers,
        errors,
        limits,
        health,
        metrics,
    ):
        part.init_app(app)
