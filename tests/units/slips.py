"""What a manager and an officer do with a slip."""

import re

from app.db import transaction
from app.units.actions import issue_management_link
from app.units.queries import get_unit

PIN = {"new_pin": "482915", "repeated_pin": "482915"}
OTHER_PIN = {"new_pin": "730264", "repeated_pin": "730264"}


def issue(app, by, unit_id):
    with app.app_context(), transaction():
        return f"/manage/{issue_management_link(by.viewer, get_unit(by.viewer, unit_id))}"


def recovery_code(page):
    return re.search(r"\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b", page.text)[0]


def choose(browser, slip, values=PIN):
    return browser.send(slip, values, to=f"{slip}/pin")


def enter(browser, slip, pin="482915"):
    return browser.post(slip, {**browser.get(slip).fields(slip), "pin": pin})


def sign_out(browser):
    browser.send("/units", to="/logout")


def reissue(browser, unit_id, checked=("identity",)):
    return browser.send(f"/units/{unit_id}/slip", {"checked": list(checked)}, to=f"/units/{unit_id}/slip")


def fresh_link(page):
    return "/manage/" + re.search(r"http://localhost/manage/([\w-]+)<", page.text)[1]
