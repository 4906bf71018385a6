"""Where a token may go: addresses that are refused before anything is sent there."""

from __future__ import annotations

import pytest

from planqk_helpers import ConfigError
from planqk_helpers.engine.addresses import is_loopback, require_secure
from tests.engine.test_settings import found

MALFORMED = [
    "https://a..b/",
    "https://.b/",
    "https://" + "a" * 64 + ".example",
    "https://" + "a." * 127 + "example",
    "https://\u200b.example",
    "https://\ud800.example",
    "https://platform.example/\ud800",
    "https://platform.example:0",
    "https://platform.example:-1",
    "https://platform.example:99999",
    "https://platform.example:" + "9" * 5000,
    "https://platform.example:port",
    "https://plat form.example",
    "https:// platform.example",
    "https://platform.example /qc-catalog",
    "https://platform.example\\qc-catalog",
    "https://platform.example%2f.example",
    "https://platform.example\n",
    "https://plat\x00form.example",
    "https://plat\x7fform.example",
    "https://{host}/",
    "https://1.2.3.400/",
    "https://[1::2::3]/",
    "https:///qc-catalog",
    "https:platform.example",
    "https://platform.example/" + "a" * 70_000,
]


@pytest.mark.parametrize("url", MALFORMED, ids=lambda url: url[:40])
def test_a_malformed_address_is_refused_and_its_source_named(url: str) -> None:
    with pytest.raises(ConfigError, match=r"the base URL \(PLANQK_BASE_URL\)") as caught:
        found({"PLANQK_BASE_URL": f"{url}/x"}, api_key="k")
    assert len(str(caught.value)) < 400
    with pytest.raises(ConfigError, match="the gateway endpoint"):
        require_secure(
            url, what="the gateway endpoint", example="https://platform.planqk.de/qc-catalog"
        )


@pytest.mark.parametrize(
    "url",
    [
        "https://münchen.example",
        "https://my_host.example.",
        "https://xn--mnchen-3ya.example",
        "https://" + "a" * 63 + ".example",
        "https://[2001:db8::1]:8443/qc-catalog",
        "https://10.0.0.1:65535",
        "HTTPS://PLATFORM.EXAMPLE:1/a%20b",
    ],
)
def test_unusual_addresses_are_fine(url: str) -> None:
    assert found({}, api_key="k", base_url=url).base_url == url


def test_what_may_be_a_secret_is_not_shown_as_an_address() -> None:
    """Two variables exchanged, or a password with a slash."""
    for swapped in ("plqk_canary", "https://user:canary/@platform.example", "ftp://x/canary"):
        with pytest.raises(ConfigError, match=r"the base URL \(base_url=\)") as caught:
            found({}, api_key="k", base_url=swapped)
        assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://platform.example/qc-catalog",
        "ftp://platform.example",
        "platform.example",
        "https://",
        "https://user:pw@platform.example",
        "https://platform.example/?a=b",
        "https://platform.example/?",
        "https://platform.example/#a",
        "https://[::1",
    ],
)
def test_addresses_a_token_must_not_be_sent_to(url: str) -> None:
    with pytest.raises(ConfigError, match="base URL") as caught:
        found({}, api_key="k", base_url=url)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://localhost:8080/qc-catalog", "http://127.0.0.1:1/x", "http://[::1]:1/x"]
)
def test_plain_http_is_fine_on_this_machine(url: str) -> None:
    assert found({}, api_key="k", base_url=url).base_url == url


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"])
def test_a_gateway_on_this_machine_is_for_a_platform_on_it(host: str) -> None:
    for scheme in ("http", "https"):
        url = f"{scheme}://{f'[{host}]' if host == '::1' else host}:8443/c"
        assert require_secure(url, what="x", example="https://y.example") == url
        with pytest.raises(ConfigError, match="on this machine"):
            require_secure(url, what="x", example="https://y.example", here=False)
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example", "10.0.0.1", "0.0.0.0", "127.example", "::2"])
def test_other_machines(host: str) -> None:
    assert not is_loopback(host)
