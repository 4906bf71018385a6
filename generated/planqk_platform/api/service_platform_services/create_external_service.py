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
    body: CreateExternalServiceBody | Unset = UNSET,
    description: str | Unset = UNSET,
    name: str,
    password: str | Unset = UNSET,
    quantum_backend: str | Unset = "NONE",
    security_configuration: str | Unset = "NONE",
    url_query: str,
    username: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    params: dict[str, Any] = {}

    params["description"] = description

    params["name"] = name

    params["password"] = password

    params["quantumBackend"] = quantum_backend

    params["securityConfiguration"] = security_configuration

    params["url"] = url_query

    params["username"] = username

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v2/external-services",
        "params": params,
    }

    if not isinstance(body, Unset):
        _kwargs["files"] = body.to_multipart()

    headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ServiceDto | None:
    if response.status_code == 200:
        response_200 = ServiceDto.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = ServiceDto.from_dict(response.json())

        return response_201

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
    body: CreateExternalServiceBody | Unset = UNSET,
    description: str | Unset = UNSET,
    name: str,
    password: str | Unset = UNSET,
    quantum_backend: str | Unset = "NONE",
    security_configuration: str | Unset = "NONE",
    url_query: str,
    username: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[ServiceDto]:
    """Create an external service

     Registers a service that runs elsewhere; the gateway forwards calls to its URL. The API definition
    is the only part of the body.

    Args:
        description (str | Unset):
        name (str):
        password (str | Unset):
        quantum_backend (str | Unset):  Default: 'NONE'.
        security_configuration (str | Unset):  Default: 'NONE'.
        url_query (str):
        username (str | Unset):
        x_organization_id (str | Unset):
        body (CreateExternalServiceBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceDto]
    """

    kwargs = _get_kwargs(
        body=body,
        description=description,
        name=name,
        password=password,
        quantum_backend=quantum_backend,
        security_configuration=security_configuration,
        url_query=url_query,
        username=username,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: CreateExternalServiceBody | Unset = UNSET,
    description: str | Unset = UNSET,
    name: str,
    password: str | Unset = UNSET,
    quantum_backend: str | Unset = "NONE",
    security_configuration: str | Unset = "NONE",
    url_query: str,
    username: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> ServiceDto | None:
    """Create an external service

     Registers a service that runs elsewhere; the gateway forwards calls to its URL. The API definition
    is the only part of the body.

    Args:
        description (str | Unset):
        name (str):
        password (str | Unset):
        quantum_backend (str | Unset):  Default: 'NONE'.
        security_configuration (str | Unset):  Default: 'NONE'.
        url_query (str):
        username (str | Unset):
        x_organization_id (str | Unset):
        body (CreateExternalServiceBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceDto
    """

    return sync_detailed(
        client=client,
        body=body,
        description=description,
        name=name,
        password=password,
        quantum_backend=quantum_backend,
        security_configuration=security_configuration,
        url_query=url_query,
        username=username,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateExternalServiceBody | Unset = UNSET,
    description: str | Unset = UNSET,
    name: str,
    password: str | Unset = UNSET,
    quantum_backend: str | Unset = "NONE",
    security_configuration: str | Unset = "NONE",
    url_query: str,
    username: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> Response[ServiceDto]:
    """Create an external service

     Registers a service that runs elsewhere; the gateway forwards calls to its URL. The API definition
    is the only part of the body.

    Args:
        description (str | Unset):
        name (str):
        password (str | Unset):
        quantum_backend (str | Unset):  Default: 'NONE'.
        security_configuration (str | Unset):  Default: 'NONE'.
        url_query (str):
        username (str | Unset):
        x_organization_id (str | Unset):
        body (CreateExternalServiceBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceDto]
    """

    kwargs = _get_kwargs(
        body=body,
        description=description,
        name=name,
        password=password,
        quantum_backend=quantum_backend,
        security_configuration=security_configuration,
        url_query=url_query,
        username=username,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CreateExternalServiceBody | Unset = UNSET,
    description: str | Unset = UNSET,
    name: str,
    password: str | Unset = UNSET,
    quantum_backend: str | Unset = "NONE",
    security_configuration: str | Unset = "NONE",
    url_query: str,
    username: str | Unset = UNSET,
    x_organization_id: str | Unset = UNSET,
) -> ServiceDto | None:
    """Create an external service

     Registers a service that runs elsewhere; the gateway forwards calls to its URL. The API definition
    is the only part of the body.

    Args:
        description (str | Unset):
        name (str):
        password (str | Unset):
        quantum_backend (str | Unset):  Default: 'NONE'.
        security_configuration (str | Unset):  Default: 'NONE'.
        url_query (str):
        username (str | Unset):
        x_organization_id (str | Unset):
        body (CreateExternalServiceBody | Unset):

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
            description=description,
            name=name,
            password=password,
            quantum_backend=quantum_backend,
            security_configuration=security_configuration,
            url_query=url_query,
            username=username,
            x_organization_id=x_organization_id,
        )
    ).parsed
