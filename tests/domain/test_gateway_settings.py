"""The gateway's settings: a rehearsal talks to this machine, whatever an address pretends."""

from __future__ import annotations

import json
from ipaddress import ip_address
from random import SystemRandom
from urllib.parse import quote, urlencode

import pytest
import requests
from hypothesis import example, given
from hypothesis import strategies as st
from urllib3.util import parse_url

from eenmalig.domain.gateway_settings import (
    MISSING_FOR_LIVE,
    GatewaySettings,
    from_connection,
    parse_connection,
)
from eenmalig.errors import Code, EenmaligError
from rehearsal.numbers import digits

HERE = "http://127.0.0.1:8080"
ACCOUNT = "AC" + digits(SystemRandom(), 32)
TOKEN = "to/k:e@n %25?&#"  # every character that means something in a URI
EXTRA = {"base_url": HERE}
LOGIN, SECRET = quote(ACCOUNT), quote(TOKEN, safe="")
AS_JSON = {"conn_type": "twilio", "login": ACCOUNT, "password": TOKEN}


def settings(base_url: str) -> GatewaySettings:
    return GatewaySettings(base_url, ACCOUNT, TOKEN)


def refused(text: str) -> EenmaligError:
    with pytest.raises(EenmaligError) as caught:
        parse_connection(text)
    assert caught.value.code is Code.GATEWAY_SETTINGS
    assert TOKEN not in str(caught.value)
    assert ACCOUNT not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "base_url",
    [
        "http://127.0.0.1",
        HERE,
        "https://127.0.0.1:8443",
        "http://127.255.255.254:1",
        "http://localhost:8080",
        "HTTP://LOCALHOST:8080",
        "http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1]",
        "http://127.0.0.1:8080/twilio/v1",
    ],
)
def test_a_gateway_on_this_machine_is_a_rehearsal(base_url: str) -> None:
    settings(base_url).require_loopback()
    assert from_connection(ACCOUNT, TOKEN, {"base_url": base_url}).base_url == base_url


@pytest.mark.parametrize(
    "base_url",
    [
        "https://api.twilio.com",
        "http://127.0.0.1@evil.example/",
        "http://127.0.0.1:80@evil.example/",
        "http://localhost@evil.example",
        "http://user:secret@evil.example#@127.0.0.1",
        "http://evil.example\\@127.0.0.1",
        "http://evil.example\\@localhost/",
        "http://evil.example\\127.0.0.1",
        "http://evil.example#@127.0.0.1/",
        "http://evil.example?@127.0.0.1/",
        "http://evil.example;@127.0.0.1/",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.",
        "http://localhost\t.evil.example",
        "http://local\nhost",
        "http://127.0.0.1\n",
        " http://127.0.0.1",
        "http://127.0.0.1%2eevil.example",
        "http://127.0.0.1%00.evil.example",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.000.000.001/",
        "http://0.0.0.0/",
        "http://0/",
        "http://[::]/",
        "http://[::2]/",
        "http://[::1",
        "http://[:::]/",
        "http://[fe80::1%25lo]/",
        "http://[::ffff:8.8.8.8]/",
        "http://10.0.0.1",
        "http://169.254.169.254",
        "http://①②⑦.0.0.1",
        "http://١٢٧.0.0.1",
        "http://loc\u0430lhost",
        "http://lo\u017fcalhost",
        "//127.0.0.1",
        "127.0.0.1",
        "ftp://127.0.0.1",
        "file:///127.0.0.1",
        "http://",
        "http:///127.0.0.1",
        "http:127.0.0.1",
        "",
    ],
)
def test_an_address_that_is_or_may_be_elsewhere_is_refused(base_url: str) -> None:
    with pytest.raises(EenmaligError) as caught:
        settings(base_url).require_loopback()
    assert caught.value.code is Code.GATEWAY_NOT_LOOPBACK
    with pytest.raises(EenmaligError):
        from_connection(ACCOUNT, TOKEN, {"base_url": base_url}).require_loopback()


@given(
    st.text("htp:/@\\.?#[]%;\t \n127.0locals", max_size=14),
    st.sampled_from(["127.0.0.1", "localhost", "[::1]"]),
    st.text(":/@\\.?#[]%;\t \n80evil.", max_size=14),
)
@example("evil.example\\@", "127.0.0.1", "")
@example("", "127.0.0.1", ":8080/path")
def test_what_passes_is_where_the_http_library_would_connect_to(
    before: str, host: str, after: str
) -> None:
    base_url = f"http://{before}{host}{after}"
    try:
        settings(base_url).require_loopback()
    except EenmaligError:
        return
    try:
        sent_to = requests.Request("GET", f"{base_url}/2010-04-01").prepare().url
    except requests.exceptions.InvalidURL:
        return
    assert sent_to is not None
    connected_to = parse_url(sent_to).host or ""
    assert connected_to == "localhost" or ip_address(connected_to.strip("[]")).is_loopback


def test_the_refusal_lists_what_is_missing_for_live() -> None:
    with pytest.raises(EenmaligError) as caught:
        settings("https://api.twilio.com").require_loopback()
    assert list(caught.value.mistakes) == list(MISSING_FOR_LIVE)
    assert len(MISSING_FOR_LIVE) > 2


def test_approvers_see_the_host_without_its_port_and_never_the_account_itself() -> None:
    one = settings("http://LocalHost:1234/path")
    assert one.host == "localhost"
    assert one.account == settings("https://other.example").account
    assert len(one.account) == 16
    assert one.account not in ACCOUNT
    assert GatewaySettings(HERE, ACCOUNT + "0", TOKEN).account != one.account


def test_the_token_is_not_shown_when_the_settings_are() -> None:
    assert TOKEN not in repr(settings(HERE))
    assert TOKEN not in str(settings(HERE))
    assert TOKEN not in f"{[settings(HERE)]}"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({**AS_JSON, "extra": EXTRA}),
        json.dumps({**AS_JSON, "extra": json.dumps(EXTRA)}),
        "\n  " + json.dumps({**AS_JSON, "extra": EXTRA}, indent=2) + "\n",
        json.dumps({**AS_JSON, "host": "ignored", "port": 1, "schema": "x", "extra": EXTRA}),
        f"twilio://{LOGIN}:{SECRET}@?{urlencode(EXTRA)}",
        f"twilio://{LOGIN}:{SECRET}@/?{urlencode(EXTRA)}",
        f"twilio://{LOGIN}:{SECRET}@host:99/schema?{urlencode(EXTRA)}&other=1",
        f"twilio://{LOGIN}:{SECRET}@/?{urlencode({'__extra__': json.dumps(EXTRA)})}",
    ],
)
def test_a_connection_is_read_in_each_form_that_airflow_takes(text: str) -> None:
    assert parse_connection(text) == settings(HERE)


def test_a_slash_at_the_end_of_the_address_is_dropped() -> None:
    assert from_connection(ACCOUNT, TOKEN, {"base_url": f"{HERE}/"}).base_url == HERE


@pytest.mark.parametrize("extra", [None, {}, {"other": 1}])
def test_without_an_address_it_is_the_provider_and_so_refused(
    extra: dict[str, object] | None,
) -> None:
    held = from_connection(ACCOUNT, TOKEN, extra)
    assert held.host == "api.twilio.com"
    with pytest.raises(EenmaligError):
        held.require_loopback()


def test_every_missing_part_is_told_at_once() -> None:
    error = refused(json.dumps({"conn_type": "twilio", "extra": {"base_url": "no address"}}))
    assert list(error.mistakes) == [
        "login (the account SID) is empty",
        "password (the token) is empty",
        "base_url in extra is not a plain http or https address",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"twilio://:{SECRET}@/?{urlencode(EXTRA)}", "login"),
        (f"twilio://{LOGIN}@/?{urlencode(EXTRA)}", "password"),
        (json.dumps({**AS_JSON, "password": "", "extra": EXTRA}), "password"),
        (json.dumps({**AS_JSON, "password": None, "extra": EXTRA}), "password"),
        (json.dumps({**AS_JSON, "extra": {"base_url": 8080}}), "base_url"),
        (json.dumps({**AS_JSON, "extra": ["base_url"]}), "extra"),
        (json.dumps({**AS_JSON, "extra": "[1]"}), "extra"),
        (json.dumps({**AS_JSON, "extra": 5}), "extra"),
        (json.dumps({**AS_JSON, "extra": "{"}), "JSON"),
        ("{" + TOKEN, "JSON"),
        (f"twilio://{LOGIN}:{SECRET}@/?__extra__=%7B", "JSON"),
        (f"twilio://{LOGIN}:{SECRET}@/?__extra__=5", "extra"),
        (f"twilio://{LOGIN}:{SECRET}@[::1/?{urlencode(EXTRA)}", "URI"),
        ("", "login"),
        ("twilio://", "login"),
    ],
    # Not by what is drawn anew in each process.
    ids=lambda value: "" if ACCOUNT in value else None,
)
def test_a_malformed_connection_is_refused_without_quoting_it(text: str, told: str) -> None:
    assert told in " ".join(refused(text).mistakes)
