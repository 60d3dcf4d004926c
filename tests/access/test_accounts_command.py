"""`flask accounts …`"""

import pytest


@pytest.fixture
def run(app):
    def call(*words):
        return app.test_cli_runner().invoke(args=["accounts", *words])

    return call


def test_the_first_administrator_is_made_by_command_and_signs_in(cast, browse, run):
    said = run(
        "create", "--username", "tri", "--name", "Lê Minh Trí", "--role", "administrator", "--organisation", "office"
    )
    username, password = said.output.splitlines()[0].split()

    page = browse().send("/login", {"username": username, "password": password})

    assert page.location == "/account/password"


def test_a_forgotten_password_is_replaced_by_command(cast, browse, run):
    said = run("reset-password", "an")
    password = said.output.split()[1]

    assert browse().send("/login", {"username": "an", "password": cast.an.password}).status == 422
    assert browse().send("/login", {"username": "an", "password": password}).location == "/account/password"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--username", "binh", "--role", "observer", "--organisation", "office"], "is taken"),
        (["--username", "tri", "--role", "district_officer", "--organisation", "office"], "cannot belong to office"),
        (["--username", "tri", "--role", "observer"], "cannot belong to no body"),
        (["--username", "tri", "--role", "observer", "--organisation", "nowhere"], "no body has the code nowhere"),
        (["--username", "t ri", "--role", "observer", "--organisation", "office"], "3–64"),
        (["--username", "tri", "--role", "king"], "king"),
    ],
)
def test_what_cannot_be_is_refused(words, complaint, cast, run):
    said = run("create", "--name", "Lê Minh Trí", *words)

    assert said.exit_code != 0
    assert complaint in said.output


def test_an_unknown_account_has_no_password_to_reset(cast, run):
    said = run("reset-password", "nobody")

    assert said.exit_code != 0
    assert "there is no account nobody" in said.output
