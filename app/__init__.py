"""The portal: a foundation that knows nothing of the product, and chapters that tell its story in order."""

import os
from collections.abc import Mapping
from importlib import import_module

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import config, crypto, db, documents, door, jobs, logs, partitions, settings, web
from app.web.dispatch import Portal

# The table of contents. A chapter imports the foundation and earlier chapters only.
CHAPTERS = (
    "areas",  # province, districts, communes; the high-risk ones
    "organisations",  # the tree of state bodies, their heads and focal officials
    "access",  # accounts, sign-in, policy and scope
    "admin",  # pages for accounts, settings, jobs, the audit log
    "notices",  # messages to people: outbox, e-mail, SMS, Zalo, inbox
    "units",  # the register
    "posters",  # codes and print
    "tallies",  # the day book
    "declarations",  # what citizens send
    "visits",  # entries and exits
    "trips",  # departures of vehicles, who is on them, their arrival
    "gate",  # the guard's console
    "zones",  # areas under isolation, community teams, their households and rounds
    "home",  # the front door: enter a code, sign in, what we keep and why
    "directives",  # letters, obligations, measures, confirmations
    "flags",  # data to check, explained by the unit first
    "publicity",  # persuading people: plan, log, material
    "safety",  # criteria, what units find of themselves, the level that holds
    "follow_ups",  # isolated people: protocols, cases, daily health, alerts
    "inspections",  # visits of officers, findings, deadlines
    "privacy",  # the data's end
    "monitoring",  # desks and drill-down
    "reports",  # the chairman's report
    "correspondence",  # drafts of official letters, from the lists
    "briefings",  # the chairman's page
    "demo",  # a believable province
)


def create_app(environ: Mapping[str, str] = os.environ) -> Flask:
    """The WSGI application, configured from the environment.

    Raises config.BadSetting when a setting cannot be used and door.UnmarkedRoute when a view says nothing of access.
    """
    app = Portal(__name__, static_folder=None, template_folder="web/templates", instance_path=str(config.INSTANCE))
    app.config.from_mapping(config.read(environ))
    app.config.setdefault("MIGRATIONS", config.ROOT / "migrations")
    app.wsgi_app = ProxyFix(app.wsgi_app, *[app.config["TRUSTED_PROXIES"]] * 3)  # type: ignore[method-assign]
    for part in (logs, db, crypto, settings, jobs, web, documents, partitions):
        part.init_app(app)
    for name in CHAPTERS:
        import_module(f"app.{name}").init_app(app)
    door.refuse_unmarked_routes(app)
    return app
