import datetime
from http import HTTPStatus
from typing import Any

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.page_response_service_execution_dto import PageResponseServiceExecutionDto
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    application_id: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    ids: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    service_id: str | Unset = UNSET,
    size: int | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    params: dict[str, Any] = {}

    params["applicationId"] = application_id

    json_created_after: str | Unset = UNSET
    if not isinstance(created_after, Unset):
        json_created_after = created_after.isoformat()
    params["createdAfter"] = json_created_after

    json_created_before: str | Unset = UNSET
    if not isinstance(created_before, Unset):
        json_created_before = created_before.isoformat()
    params["createdBefore"] = json_created_before

    json_ids: list[str] | Unset = UNSET
    if not isinstance(ids, Unset):
        json_ids = ids

    params["ids"] = json_ids

    params["page"] = page

    params["serviceId"] = service_id

    params["size"] = size

    params["sort"] = sort

    json_tags: list[str] | Unset = UNSET
    if not isinstance(tags, Unset):
        json_tags = tags

    params["tags"] = json_tags

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/service-executions",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PageResponseServiceExecutionDto | None:
    if response.status_code == 200:
        response_200 = PageResponseServiceExecutionDto.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[PageResponseServiceExecutionDto]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    application_id: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    ids: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    service_id: str | Unset = UNSET,
    size: int | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[PageResponseServiceExecutionDto]:
    """List executions

    Args:
        application_id (str | Unset):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        ids (list[str] | Unset):
        page (int | Unset):
        service_id (str | Unset):
        size (int | Unset):
        sort (str | Unset):
        tags (list[str] | Unset):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageResponseServiceExecutionDto]
    """

    kwargs = _get_kwargs(
        application_id=application_id,
        created_after=created_after,
        created_before=created_before,
        ids=ids,
        page=page,
        service_id=service_id,
        size=size,
        sort=sort,
        tags=tags,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    application_id: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    ids: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    service_id: str | Unset = UNSET,
    size: int | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> PageResponseServiceExecutionDto | None:
    """List executions

    Args:
        application_id (str | Unset):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        ids (list[str] | Unset):
        page (int | Unset):
        service_id (str | Unset):
        size (int | Unset):
        sort (str | Unset):
        tags (list[str] | Unset):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageResponseServiceExecutionDto
    """

    return sync_detailed(
        client=client,
        application_id=application_id,
        created_after=created_after,
        created_before=created_before,
        ids=ids,
        page=page,
        service_id=service_id,
        size=size,
        sort=sort,
        tags=tags,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    application_id: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    ids: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    service_id: str | Unset = UNSET,
    size: int | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[PageResponseServiceExecutionDto]:
    """List executions

    Args:
        application_id (str | Unset):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        ids (list[str] | Unset):
        page (int | Unset):
        service_id (str | Unset):
        size (int | Unset):
        sort (str | Unset):
        tags (list[str] | Unset):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageResponseServiceExecutionDto]
    """

    kwargs = _get_kwargs(
        application_id=application_id,
        created_after=created_after,
        created_before=created_before,
        ids=ids,
        page=page,
        service_id=service_id,
        size=size,
        sort=sort,
        tags=tags,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    application_id: str | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    ids: list[str] | Unset = UNSET,
    page: int | Unset = UNSET,
    service_id: str | Unset = UNSET,
    size: int | Unset = UNSET,
    sort: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> PageResponseServiceExecutionDto | None:
    """List executions

    Args:
        application_id (str | Unset):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        ids (list[str] | Unset):
        page (int | Unset):
        service_id (str | Unset):
        size (int | Unset):
        sort (str | Unset):
        tags (list[str] | Unset):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageResponseServiceExecutionDto
    """

    return (
        await asyncio_detailed(
            client=client,
            application_id=application_id,
            created_after=created_after,
            created_before=created_before,
            ids=ids,
            page=page,
            service_id=service_id,
            size=size,
            sort=sort,
            tags=tags,
            x_organization_id=x_organization_id,
        )
    ).parsed
