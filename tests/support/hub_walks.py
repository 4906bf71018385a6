"""Calls every operation of some parts of the Hub once, with success."""

from tests.support.hub_client import HubClient


def walk_pools(hub: HubClient, organization: str, application: str) -> None:
    """Call what there is for data pools."""
    pool = hub.ok("POST", "/datapools", json={"name": "Walk"})
    path = f"/datapools/{pool['id']}"
    hub.ok("GET", "/datapools")
    hub.ok("GET", path)
    hub.ok("PUT", path, json={"name": "Walk on"})
    file = hub.ok("POST", f"{path}/files", files={"file": ("f", b"content")})
    hub.ok("GET", f"{path}/files")
    assert hub.get(f"{path}/files/{file['id']}").content == b"content"
    hub.ok("POST", f"{path}/grants", json={"applicationId": application, "permission": "VIEW"})
    walk_shares(hub, path, organization)
    hub.ok("DELETE", f"{path}/files/{file['id']}")
    hub.ok("DELETE", path)


def walk_shares(hub: HubClient, path: str, organization: str) -> None:
    """Share what is at `path`, and revoke that."""
    tenant = {"tenantType": "ORGANIZATION", "value": organization}
    share = hub.ok("POST", f"{path}/shares", json={"sharedWith": tenant, "role": "VIEWER"})
    hub.ok("GET", f"{path}/shares")
    hub.ok("PUT", f"{path}/shares/{share['id']}", json={"role": "MAINTAINER"})
    hub.ok("DELETE", f"{path}/shares/{share['id']}")
    hub.ok("GET", f"{path}/shares")


def walk_external(hub: HubClient) -> None:
    """Call what there is for external services."""
    body = {"name": "Walk elsewhere", "url": "http://127.0.0.1:9"}
    service = hub.ok("POST", "/external-services", json=body)
    path = f"/external-services/{service['id']}"
    basic = {"type": "BASIC", "username": "u", "password": "p"}
    hub.ok("PUT", f"{path}/security-configuration", json=basic)
    hub.ok("DELETE", f"{path}/pricing-plan")
    hub.ok("PUT", f"{path}/pricing-plan")
    hub.ok("GET", f"/services/{service['id']}")
    hub.ok("DELETE", f"/services/{service['id']}")
