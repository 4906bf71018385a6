from http import HTTPStatus
from typing import Any

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.get_services_lifecycle_item import GetServicesLifecycleItem
from ...models.service_overview_dto import ServiceOverviewDto
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    lifecycle: list[GetServicesLifecycleItem] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    params: dict[str, Any] = {}

    json_lifecycle: list[str] | Unset = UNSET
    if not isinstance(lifecycle, Unset):
        json_lifecycle = []
        for lifecycle_item_data in lifecycle:
            lifecycle_item = lifecycle_item_data.value
            json_lifecycle.append(lifecycle_item)

    params["lifecycle"] = json_lifecycle

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/services",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> list[ServiceOverviewDto] | None:
    if response.status_code == 200:
        response_200 = []
        _response_200 = response.json()
        if not isinstance(_response_200, list):
            raise TypeError("the answer is not a list")
        for response_200_item_data in _response_200 or []:
            response_200_item = ServiceOverviewDto.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[list[ServiceOverviewDto]]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    lifecycle: list[GetServicesLifecycleItem] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[list[ServiceOverviewDto]]:
    """List services

    Args:
        lifecycle (list[GetServicesLifecycleItem] | Unset):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[ServiceOverviewDto]]
    """

    kwargs = _get_kwargs(
        lifecycle=lifecycle,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    lifecycle: list[GetServicesLifecycleItem] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> list[ServiceOverviewDto] | None:
    """List services

    Args:
        lifecycle (list[GetServicesLifecycleItem] | Unset):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[ServiceOverviewDto]
    """

    return sync_detailed(
        client=client,
        lifecycle=lifecycle,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    lifecycle: list[GetServicesLifecycleItem] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[list[ServiceOverviewDto]]:
    """List services

    Args:
        lifecycle (list[GetServicesLifecycleItem] | Unset):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[list[ServiceOverviewDto]]
    """

    kwargs = _get_kwargs(
        lifecycle=lifecycle,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    lifecycle: list[GetServicesLifecycleItem] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> list[ServiceOverviewDto] | None:
    """List services

    Args:
        lifecycle (list[GetServicesLifecycleItem] | Unset):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        list[ServiceOverviewDto]
    """

    return (
        await asyncio_detailed(
            client=client,
            lifecycle=lifecycle,
            x_organization_id=x_organization_id,
        )
    ).parsed
