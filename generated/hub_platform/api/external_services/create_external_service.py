from http import HTTPStatus
from typing import Any

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.create_external_service_body import CreateExternalServiceBody
from ...models.service_dto import ServiceDto
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: CreateExternalServiceBody,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/external-services",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ServiceDto | None:
    if response.status_code == 201:
        response_201 = ServiceDto.from_dict(response.json())

        return response_201

    if 200 <= response.status_code <= 299:
        response_2xx = ServiceDto.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ServiceDto]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateExternalServiceBody,
    x_organization_id: str | Unset = UNSET,
) -> Response[ServiceDto]:
    """Create an external service

    Args:
        x_organization_id (str | Unset):
        body (CreateExternalServiceBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceDto]
    """

    kwargs = _get_kwargs(
        body=body,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: CreateExternalServiceBody,
    x_organization_id: str | Unset = UNSET,
) -> ServiceDto | None:
    """Create an external service

    Args:
        x_organization_id (str | Unset):
        body (CreateExternalServiceBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceDto
    """

    return sync_detailed(
        client=client,
        body=body,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateExternalServiceBody,
    x_organization_id: str | Unset = UNSET,
) -> Response[ServiceDto]:
    """Create an external service

    Args:
        x_organization_id (str | Unset):
        body (CreateExternalServiceBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceDto]
    """

    kwargs = _get_kwargs(
        body=body,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CreateExternalServiceBody,
    x_organization_id: str | Unset = UNSET,
) -> ServiceDto | None:
    """Create an external service

    Args:
        x_organization_id (str | Unset):
        body (CreateExternalServiceBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceDto
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            x_organization_id=x_organization_id,
        )
    ).parsed
