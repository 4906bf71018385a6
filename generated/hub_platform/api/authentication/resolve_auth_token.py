from http import HTTPStatus
from typing import Any

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.personal_access_token_principal import PersonalAccessTokenPrincipal
from ...models.service_execution_token_principal import ServiceExecutionTokenPrincipal
from ...models.unknown_variant import UnknownVariant
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/authorize",
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant | None:
    if response.status_code == 200:

        def _parse_response_200(
            data: object,
        ) -> PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_platform_principal_type_0 = PersonalAccessTokenPrincipal.from_dict(data)

                return componentsschemas_platform_principal_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_platform_principal_type_1 = ServiceExecutionTokenPrincipal.from_dict(data)

                return componentsschemas_platform_principal_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_platform_principal_type_2 = UnknownVariant.from_dict(data)

            return componentsschemas_platform_principal_type_2

        response_200 = _parse_response_200(response.json())

        return response_200

    if 200 <= response.status_code <= 299:

        def _parse_response_2xx(
            data: object,
        ) -> PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_platform_principal_type_0 = PersonalAccessTokenPrincipal.from_dict(data)

                return componentsschemas_platform_principal_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_platform_principal_type_1 = ServiceExecutionTokenPrincipal.from_dict(data)

                return componentsschemas_platform_principal_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_platform_principal_type_2 = UnknownVariant.from_dict(data)

            return componentsschemas_platform_principal_type_2

        response_2xx = _parse_response_2xx(response.json())

        return response_2xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    x_organization_id: str | Unset = UNSET,
) -> Response[PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant]:
    """Tell whom the token belongs to

    Args:
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant]
    """

    kwargs = _get_kwargs(
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    x_organization_id: str | Unset = UNSET,
) -> PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant | None:
    """Tell whom the token belongs to

    Args:
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant
    """

    return sync_detailed(
        client=client,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    x_organization_id: str | Unset = UNSET,
) -> Response[PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant]:
    """Tell whom the token belongs to

    Args:
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant]
    """

    kwargs = _get_kwargs(
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    x_organization_id: str | Unset = UNSET,
) -> PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant | None:
    """Tell whom the token belongs to

    Args:
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersonalAccessTokenPrincipal | ServiceExecutionTokenPrincipal | UnknownVariant
    """

    return (
        await asyncio_detailed(
            client=client,
            x_organization_id=x_organization_id,
        )
    ).parsed
