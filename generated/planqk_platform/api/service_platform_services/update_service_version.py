from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.service_definition_dto import ServiceDefinitionDto
from ...models.update_version_request import UpdateVersionRequest
from ...types import UNSET, Response, Unset


def _get_kwargs(
    service_id: str,
    version_id: str,
    *,
    body: UpdateVersionRequest,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/services/{service_id}/versions/{version_id}".format(
            service_id=quote(str(service_id), safe=""),
            version_id=quote(str(version_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ServiceDefinitionDto | None:
    if response.status_code == 200:
        response_200 = ServiceDefinitionDto.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ServiceDefinitionDto]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    service_id: str,
    version_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateVersionRequest,
    x_organization_id: str | Unset = UNSET,
) -> Response[ServiceDefinitionDto]:
    """Update a version of a service

     Replaces the description and the industries of a version.

    Args:
        service_id (str):
        version_id (str):
        x_organization_id (str | Unset):
        body (UpdateVersionRequest): What can be changed of a version.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceDefinitionDto]
    """

    kwargs = _get_kwargs(
        service_id=service_id,
        version_id=version_id,
        body=body,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    service_id: str,
    version_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateVersionRequest,
    x_organization_id: str | Unset = UNSET,
) -> ServiceDefinitionDto | None:
    """Update a version of a service

     Replaces the description and the industries of a version.

    Args:
        service_id (str):
        version_id (str):
        x_organization_id (str | Unset):
        body (UpdateVersionRequest): What can be changed of a version.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceDefinitionDto
    """

    return sync_detailed(
        service_id=service_id,
        version_id=version_id,
        client=client,
        body=body,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    service_id: str,
    version_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateVersionRequest,
    x_organization_id: str | Unset = UNSET,
) -> Response[ServiceDefinitionDto]:
    """Update a version of a service

     Replaces the description and the industries of a version.

    Args:
        service_id (str):
        version_id (str):
        x_organization_id (str | Unset):
        body (UpdateVersionRequest): What can be changed of a version.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceDefinitionDto]
    """

    kwargs = _get_kwargs(
        service_id=service_id,
        version_id=version_id,
        body=body,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    service_id: str,
    version_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateVersionRequest,
    x_organization_id: str | Unset = UNSET,
) -> ServiceDefinitionDto | None:
    """Update a version of a service

     Replaces the description and the industries of a version.

    Args:
        service_id (str):
        version_id (str):
        x_organization_id (str | Unset):
        body (UpdateVersionRequest): What can be changed of a version.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceDefinitionDto
    """

    return (
        await asyncio_detailed(
            service_id=service_id,
            version_id=version_id,
            client=client,
            body=body,
            x_organization_id=x_organization_id,
        )
    ).parsed
