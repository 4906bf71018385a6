from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.access_permission_dto import AccessPermissionDto
from ...models.update_organization_member_permission_body import UpdateOrganizationMemberPermissionBody
from ...types import UNSET, Response, Unset


def _get_kwargs(
    id: str,
    user_id: str,
    *,
    body: UpdateOrganizationMemberPermissionBody | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/organizations/{id}/members/{user_id}".format(
            id=quote(str(id), safe=""),
            user_id=quote(str(user_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AccessPermissionDto | None:
    if response.status_code == 200:
        response_200 = AccessPermissionDto.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AccessPermissionDto]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str,
    user_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateOrganizationMemberPermissionBody | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[AccessPermissionDto]:
    """Change what a member of an organization may do

    Args:
        id (str):
        user_id (str):
        x_organization_id (str | Unset):
        body (UpdateOrganizationMemberPermissionBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AccessPermissionDto]
    """

    kwargs = _get_kwargs(
        id=id,
        user_id=user_id,
        body=body,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: str,
    user_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateOrganizationMemberPermissionBody | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> AccessPermissionDto | None:
    """Change what a member of an organization may do

    Args:
        id (str):
        user_id (str):
        x_organization_id (str | Unset):
        body (UpdateOrganizationMemberPermissionBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AccessPermissionDto
    """

    return sync_detailed(
        id=id,
        user_id=user_id,
        client=client,
        body=body,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    id: str,
    user_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateOrganizationMemberPermissionBody | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[AccessPermissionDto]:
    """Change what a member of an organization may do

    Args:
        id (str):
        user_id (str):
        x_organization_id (str | Unset):
        body (UpdateOrganizationMemberPermissionBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AccessPermissionDto]
    """

    kwargs = _get_kwargs(
        id=id,
        user_id=user_id,
        body=body,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str,
    user_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateOrganizationMemberPermissionBody | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> AccessPermissionDto | None:
    """Change what a member of an organization may do

    Args:
        id (str):
        user_id (str):
        x_organization_id (str | Unset):
        body (UpdateOrganizationMemberPermissionBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AccessPermissionDto
    """

    return (
        await asyncio_detailed(
            id=id,
            user_id=user_id,
            client=client,
            body=body,
            x_organization_id=x_organization_id,
        )
    ).parsed
