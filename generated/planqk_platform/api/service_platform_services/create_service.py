from http import HTTPStatus
from typing import Any

import httpx2 as httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.create_service_body import CreateServiceBody
from ...models.create_service_type import CreateServiceType
from ...models.service_dto import ServiceDto
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: CreateServiceBody | Unset = UNSET,
    cpu: int | Unset = UNSET,
    description: str | Unset = UNSET,
    memory: int | Unset = UNSET,
    name: str,
    production_endpoint: str | Unset = UNSET,
    quantum_backend: str,
    type_: CreateServiceType,
    use_platform_token: str | Unset = "FALSE",
    x_organization_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_organization_id, Unset):
        headers["X-OrganizationId"] = x_organization_id

    params: dict[str, Any] = {}

    params["cpu"] = cpu

    params["description"] = description

    params["memory"] = memory

    params["name"] = name

    params["productionEndpoint"] = production_endpoint

    params["quantumBackend"] = quantum_backend

    json_type_ = type_.value
    params["type"] = json_type_

    params["usePlatformToken"] = use_platform_token

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v2/services",
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
    body: CreateServiceBody | Unset = UNSET,
    cpu: int | Unset = UNSET,
    description: str | Unset = UNSET,
    memory: int | Unset = UNSET,
    name: str,
    production_endpoint: str | Unset = UNSET,
    quantum_backend: str,
    type_: CreateServiceType,
    use_platform_token: str | Unset = "FALSE",
    x_organization_id: str | Unset = UNSET,
) -> Response[ServiceDto]:
    """Create a managed or external service

     Older form of createManagedService and createExternalService.

    Args:
        cpu (int | Unset):
        description (str | Unset):
        memory (int | Unset):
        name (str):
        production_endpoint (str | Unset):
        quantum_backend (str):
        type_ (CreateServiceType):
        use_platform_token (str | Unset):  Default: 'FALSE'.
        x_organization_id (str | Unset):
        body (CreateServiceBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceDto]
    """

    kwargs = _get_kwargs(
        body=body,
        cpu=cpu,
        description=description,
        memory=memory,
        name=name,
        production_endpoint=production_endpoint,
        quantum_backend=quantum_backend,
        type_=type_,
        use_platform_token=use_platform_token,
        x_organization_id=x_organization_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: CreateServiceBody | Unset = UNSET,
    cpu: int | Unset = UNSET,
    description: str | Unset = UNSET,
    memory: int | Unset = UNSET,
    name: str,
    production_endpoint: str | Unset = UNSET,
    quantum_backend: str,
    type_: CreateServiceType,
    use_platform_token: str | Unset = "FALSE",
    x_organization_id: str | Unset = UNSET,
) -> ServiceDto | None:
    """Create a managed or external service

     Older form of createManagedService and createExternalService.

    Args:
        cpu (int | Unset):
        description (str | Unset):
        memory (int | Unset):
        name (str):
        production_endpoint (str | Unset):
        quantum_backend (str):
        type_ (CreateServiceType):
        use_platform_token (str | Unset):  Default: 'FALSE'.
        x_organization_id (str | Unset):
        body (CreateServiceBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceDto
    """

    return sync_detailed(
        client=client,
        body=body,
        cpu=cpu,
        description=description,
        memory=memory,
        name=name,
        production_endpoint=production_endpoint,
        quantum_backend=quantum_backend,
        type_=type_,
        use_platform_token=use_platform_token,
        x_organization_id=x_organization_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CreateServiceBody | Unset = UNSET,
    cpu: int | Unset = UNSET,
    description: str | Unset = UNSET,
    memory: int | Unset = UNSET,
    name: str,
    production_endpoint: str | Unset = UNSET,
    quantum_backend: str,
    type_: CreateServiceType,
    use_platform_token: str | Unset = "FALSE",
    x_organization_id: str | Unset = UNSET,
) -> Response[ServiceDto]:
    """Create a managed or external service

     Older form of createManagedService and createExternalService.

    Args:
        cpu (int | Unset):
        description (str | Unset):
        memory (int | Unset):
        name (str):
        production_endpoint (str | Unset):
        quantum_backend (str):
        type_ (CreateServiceType):
        use_platform_token (str | Unset):  Default: 'FALSE'.
        x_organization_id (str | Unset):
        body (CreateServiceBody | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceDto]
    """

    kwargs = _get_kwargs(
        body=body,
        cpu=cpu,
        description=description,
        memory=memory,
        name=name,
        production_endpoint=production_endpoint,
        quantum_backend=quantum_backend,
        type_=type_,
        use_platform_token=use_platform_token,
        x_organization_id=x_organization_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CreateServiceBody | Unset = UNSET,
    cpu: int | Unset = UNSET,
    description: str | Unset = UNSET,
    memory: int | Unset = UNSET,
    name: str,
    production_endpoint: str | Unset = UNSET,
    quantum_backend: str,
    type_: CreateServiceType,
    use_platform_token: str | Unset = "FALSE",
    x_organization_id: str | Unset = UNSET,
) -> ServiceDto | None:
    """Create a managed or external service

     Older form of createManagedService and createExternalService.

    Args:
        cpu (int | Unset):
        description (str | Unset):
        memory (int | Unset):
        name (str):
        production_endpoint (str | Unset):
        quantum_backend (str):
        type_ (CreateServiceType):
        use_platform_token (str | Unset):  Default: 'FALSE'.
        x_organization_id (str | Unset):
        body (CreateServiceBody | Unset):

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
            cpu=cpu,
            description=description,
            memory=memory,
            name=name,
            production_endpoint=production_endpoint,
            quantum_backend=quantum_backend,
            type_=type_,
            use_platform_token=use_platform_token,
            x_organization_id=x_organization_id,
        )
    ).parsed
