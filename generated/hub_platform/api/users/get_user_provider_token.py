from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.dwave_provider_token import DwaveProviderToken
from ...models.ibm_cloud_provider_token import IbmCloudProviderToken
from ...models.ibmq_provider_token import IbmqProviderToken
from ...models.unknown_variant import UnknownVariant
from ...types import UNSET, Response, Unset


def _get_kwargs(
    type_: str,
    *,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/my/provider-tokens/{type_}".format(
            type_=quote(str(type_), safe=""),
        ),
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant | None:
    if response.status_code == 200:

        def _parse_response_200(
            data: object,
        ) -> DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_provider_token_type_0 = DwaveProviderToken.from_dict(data)

                return componentsschemas_provider_token_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_provider_token_type_1 = IbmCloudProviderToken.from_dict(data)

                return componentsschemas_provider_token_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_provider_token_type_2 = IbmqProviderToken.from_dict(data)

                return componentsschemas_provider_token_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_provider_token_type_3 = UnknownVariant.from_dict(data)

            return componentsschemas_provider_token_type_3

        response_200 = _parse_response_200(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    type_: str,
    *,
    client: AuthenticatedClient,
    x_organization_id: str | Unset = UNSET,
) -> Response[DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant]:
    """Get a provider token of the caller

    Args:
        type_ (str):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant]
    """

    kwargs = _get_kwargs(
        type_=type_,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    type_: str,
    *,
    client: AuthenticatedClient,
    x_organization_id: str | Unset = UNSET,
) -> DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant | None:
    """Get a provider token of the caller

    Args:
        type_ (str):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant
    """

    return sync_detailed(
        type_=type_,
        client=client,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    type_: str,
    *,
    client: AuthenticatedClient,
    x_organization_id: str | Unset = UNSET,
) -> Response[DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant]:
    """Get a provider token of the caller

    Args:
        type_ (str):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant]
    """

    kwargs = _get_kwargs(
        type_=type_,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    type_: str,
    *,
    client: AuthenticatedClient,
    x_organization_id: str | Unset = UNSET,
) -> DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant | None:
    """Get a provider token of the caller

    Args:
        type_ (str):
        x_organization_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DwaveProviderToken | IbmCloudProviderToken | IbmqProviderToken | UnknownVariant
    """

    return (
        await asyncio_detailed(
            type_=type_,
            client=client,
            x_organization_id=x_organization_id,
        )
    ).parsed
