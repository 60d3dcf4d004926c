"""Redirects lead to our own pages only."""

import pytest

from app.web.destinations import own_path


@pytest.mark.parametrize(
    "address",
    ["/", "/units", "/units?q=ch%E1%BB%A3&page=2", "/units/1#panel-posters", "/q/ABC", "/a:b", "/%5Cevil", "/a//b"],
)
def test_own_paths(address):
    assert own_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "units",
        "?q=x",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\r\n/evil.example",
        "/\x00/evil.example",
        "/ /evil.example",
        "/a\\b",
        "/\x7f/evil.example",
        "\t//evil.example",
        " /units",
        "https://evil.example",
        "HTTPS://evil.example",
        "http:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
def test_other_addresses(address):
    assert own_path(address) is None


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"])
def test_choosing_a_language_leads_to_our_own_pages_only(address, browse):
    assert browse().get("/lang/en", query_string={"next": address}).location == "/"


def test_choosing_a_language_leads_back(browse):
    assert browse().get("/lang/en?next=/privacy").location == "/privacy"
