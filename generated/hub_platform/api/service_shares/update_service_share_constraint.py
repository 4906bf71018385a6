from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.time_based_constraint_dto import TimeBasedConstraintDto
from ...models.update_service_share_constraint_body import UpdateServiceShareConstraintBody
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    share_id: str,
    constraint_id: str,
    *,
    body: UpdateServiceShareConstraintBody,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/services/{id}/shares/{share_id}/constraints/{constraint_id}".format(
            id=quote(str(id), safe=""),
            share_id=quote(str(share_id), safe=""),
            constraint_id=quote(str(constraint_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> TimeBasedConstraintDto | None:
    if response.status_code == 200:
        response_200 = TimeBasedConstraintDto.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[TimeBasedConstraintDto]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str,
    share_id: str,
    constraint_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateServiceShareConstraintBody,
    x_organization_id: str | Unset = UNSET,
) -> Response[TimeBasedConstraintDto]:
    """Change the bounds of a service's share

    Args:
        id (str):
        share_id (str):
        constraint_id (str):
        x_organization_id (str | Unset):
        body (UpdateServiceShareConstraintBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[TimeBasedConstraintDto]
    """

    kwargs = _get_kwargs(
        id=id,
        share_id=share_id,
        constraint_id=constraint_id,
        body=body,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: str,
    share_id: str,
    constraint_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateServiceShareConstraintBody,
    x_organization_id: str | Unset = UNSET,
) -> TimeBasedConstraintDto | None:
    """Change the bounds of a service's share

    Args:
        id (str):
        share_id (str):
        constraint_id (str):
        x_organization_id (str | Unset):
        body (UpdateServiceShareConstraintBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        TimeBasedConstraintDto
    """

    return sync_detailed(
        id=id,
        share_id=share_id,
        constraint_id=constraint_id,
        client=client,
        body=body,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    id: str,
    share_id: str,
    constraint_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateServiceShareConstraintBody,
    x_organization_id: str | Unset = UNSET,
) -> Response[TimeBasedConstraintDto]:
    """Change the bounds of a service's share

    Args:
        id (str):
        share_id (str):
        constraint_id (str):
        x_organization_id (str | Unset):
        body (UpdateServiceShareConstraintBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[TimeBasedConstraintDto]
    """

    kwargs = _get_kwargs(
        id=id,
        share_id=share_id,
        constraint_id=constraint_id,
        body=body,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    share_id: str,
    constraint_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateServiceShareConstraintBody,
    x_organization_id: str | Unset = UNSET,
) -> TimeBasedConstraintDto | None:
    """Change the bounds of a service's share

    Args:
        id (str):
        share_id (str):
        constraint_id (str):
        x_organization_id (str | Unset):
        body (UpdateServiceShareConstraintBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        TimeBasedConstraintDto
    """

    return (
        await asyncio_detailed(
            id=id,
            share_id=share_id,
            constraint_id=constraint_id,
            client=client,
            body=body,
            x_organization_id=x_organization_id,
        )
    ).parsed
