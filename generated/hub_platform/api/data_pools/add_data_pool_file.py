from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.add_data_pool_file_body import AddDataPoolFileBody
from ...models.data_pool_file_dto import DataPoolFileDto
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    *,
    body: AddDataPoolFileBody,
    filename: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    params: dict[str, Any] = {}

    params["filename"] = filename

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/datapools/{id}/files".format(
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    _kwargs["files"] = body.to_multipart()

    headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DataPoolFileDto | None:
    if response.status_code == 201:
        response_201 = DataPoolFileDto.from_dict(response.json())

        return response_201

    if 200 <= response.status_code <= 299:
        response_2xx = DataPoolFileDto.from_dict(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DataPoolFileDto]:
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
    body: AddDataPoolFileBody,
    filename: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[DataPoolFileDto]:
    """Upload a file to a data pool

    Args:
        id (str):
        filename (str | Unset):
        x_organization_id (str | Unset):
        body (AddDataPoolFileBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataPoolFileDto]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        filename=filename,
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
    body: AddDataPoolFileBody,
    filename: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> DataPoolFileDto | None:
    """Upload a file to a data pool

    Args:
        id (str):
        filename (str | Unset):
        x_organization_id (str | Unset):
        body (AddDataPoolFileBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataPoolFileDto
    """

    return sync_detailed(
        id=id,
        client=client,
        body=body,
        filename=filename,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: AuthenticatedClient,
    body: AddDataPoolFileBody,
    filename: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[DataPoolFileDto]:
    """Upload a file to a data pool

    Args:
        id (str):
        filename (str | Unset):
        x_organization_id (str | Unset):
        body (AddDataPoolFileBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataPoolFileDto]
    """

    kwargs = _get_kwargs(
        id=id,
        body=body,
        filename=filename,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    body: AddDataPoolFileBody,
    filename: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> DataPoolFileDto | None:
    """Upload a file to a data pool

    Args:
        id (str):
        filename (str | Unset):
        x_organization_id (str | Unset):
        body (AddDataPoolFileBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataPoolFileDto
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            body=body,
            filename=filename,
            x_organization_id=x_organization_id,
        )
    ).parsed
