from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.create_data_pool_grant_body import CreateDataPoolGrantBody
from ...models.data_pool_grant import DataPoolGrant
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    *,
    body: CreateDataPoolGrantBody,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/datapools/{id}/grants".format(
            id=quote(str(id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DataPoolGrant | None:
    if response.status_code == 201:
        response_201 = DataPoolGrant.from_dict(response.json())

        return response_201

    if 200 <= response.status_code <= 299:
        response_2xx = DataPoolGrant.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DataPoolGrant]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CreateDataPoolGrantBody,
    x_organization_id: str | Unset = UNSET,
) -> Response[DataPoolGrant]:
    """Make a grant to use a data pool in an execution

    Args:
        id (str):
        x_organization_id (str | Unset):
        body (CreateDataPoolGrantBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataPoolGrant]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CreateDataPoolGrantBody,
    x_organization_id: str | Unset = UNSET,
) -> DataPoolGrant | None:
    """Make a grant to use a data pool in an execution

    Args:
        id (str):
        x_organization_id (str | Unset):
        body (CreateDataPoolGrantBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataPoolGrant
    """

    return sync_detailed(
        id=id,
        client=client,
        body=body,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CreateDataPoolGrantBody,
    x_organization_id: str | Unset = UNSET,
) -> Response[DataPoolGrant]:
    """Make a grant to use a data pool in an execution

    Args:
        id (str):
        x_organization_id (str | Unset):
        body (CreateDataPoolGrantBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataPoolGrant]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CreateDataPoolGrantBody,
    x_organization_id: str | Unset = UNSET,
) -> DataPoolGrant | None:
    """Make a grant to use a data pool in an execution

    Args:
        id (str):
        x_organization_id (str | Unset):
        body (CreateDataPoolGrantBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataPoolGrant
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
            x_organization_id=x_organization_id,
        )
    ).parsed
