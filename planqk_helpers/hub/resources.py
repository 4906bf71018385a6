"""What a managed service is made of and gets: source, CPU, memory, GPU, environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from attrs import evolve
from hub_platform.models import (
    ServiceDefinitionDto,
    ServiceResourceConfigurationCpu,
    ServiceResourceConfigurationGpu,
    ServiceResourceConfigurationGpuAccelerator,
    ServiceResourceConfigurationMemory,
    ServiceRuntimeConfiguration,
    ServiceRuntimeConfigurationEnvironment,
    ServiceRuntimeConfigurationRuntime,
    ServiceSourceRegistry,
    ServiceSourceRepository,
    UnknownVariant,
)

from ..engine.lookup import require_number, require_text
from ..errors import InvalidInput

Gpu: TypeAlias = Literal["NVIDIA_TESLA_T4", "NVIDIA_TESLA_V100", "NONE"]
Runtime: TypeAlias = Literal["PYTHON_TEMPLATE", "DOCKER"]
Source: TypeAlias = ServiceSourceRegistry | ServiceSourceRepository
"""Where user code comes from if it is not uploaded: a container image, or a Git repository."""
Resource: TypeAlias = (
    ServiceResourceConfigurationCpu
    | ServiceResourceConfigurationGpu
    | ServiceResourceConfigurationMemory
    | UnknownVariant
)


def resources_of(
    cpu: int | None, memory: int | None, gpu: Gpu | None, gpu_count: int | None
) -> list[Resource]:
    """Return the resources that are given; a number of GPUs alone is left to `counted`.

    Raises:
        InvalidInput: A number is too small, or one of no GPU.
    """
    require_number(cpu, what="cpu", least=500)
    require_number(memory, what="memory", least=1)
    require_number(gpu_count, what="gpu_count", least=1)
    if gpu == "NONE" and gpu_count is not None:
        raise InvalidInput(f"gpu_count is {gpu_count}, but gpu is 'NONE': leave one of them out")
    found: list[Resource] = []
    if cpu is not None:
        found.append(ServiceResourceConfigurationCpu(amount=int(cpu)))
    if memory is not None:
        found.append(ServiceResourceConfigurationMemory(amount=int(memory)))
    if gpu is not None:
        accelerator = ServiceResourceConfigurationGpuAccelerator(gpu)
        amount = 0 if gpu == "NONE" else int(gpu_count or 1)
        found.append(ServiceResourceConfigurationGpu(accelerator=accelerator, amount=amount))
    return found


def counted(
    gpu: Gpu | None, gpu_count: int | None, version: ServiceDefinitionDto | None
) -> list[Resource]:
    """Return the GPU of a service in the number that is given without a kind, if one is.

    Args:
        gpu: The kind that is given.
        gpu_count: The number that is given.
        version: The version of the service; None: there is no service yet.

    Raises:
        InvalidInput: The service has no GPU.
    """
    if gpu is not None or gpu_count is None:
        return []
    for there in (version and version.configurations) or []:
        if isinstance(there, ServiceResourceConfigurationGpu) and there.accelerator != "NONE":
            kind = there.accelerator
            return [ServiceResourceConfigurationGpu(accelerator=kind, amount=int(gpu_count))]
    raise InvalidInput(f"gpu_count is {gpu_count}, but there is no GPU: give gpu too")


def other_resources(version: ServiceDefinitionDto, wanted: list[Resource]) -> list[Resource]:
    """Return those of the wanted resources that the service does not have."""
    there = version.configurations or []
    none = ServiceResourceConfigurationGpu(ServiceResourceConfigurationGpuAccelerator.NONE, 0)
    if not any(isinstance(each, ServiceResourceConfigurationGpu) for each in there):
        there = [*there, none]
    return [each for each in wanted if each not in there]


def runtime_of(
    environment: Mapping[str, str] | None,
    use_provider_tokens: bool | None,
    runtime: Runtime | None,
    now: ServiceRuntimeConfiguration,
) -> ServiceRuntimeConfiguration:
    """Return the configuration ``now`` with what is given in its place: one request replaces all.

    Raises:
        InvalidInput: The environment holds something else than texts.
    """
    new = evolve(now)
    new.additional_properties = dict(now.additional_properties)
    if environment is not None and texts_in(environment) != shown_in(now):
        new.environment = ServiceRuntimeConfigurationEnvironment()
        new.environment.additional_properties = texts_in(environment)
    if use_provider_tokens is not None and bool(now.apply_provider_tokens) != use_provider_tokens:
        new.apply_provider_tokens = use_provider_tokens
    if runtime is not None:
        new.runtime = ServiceRuntimeConfigurationRuntime(runtime)
    return new


def shown_in(runtime: ServiceRuntimeConfiguration) -> dict[str, str]:
    """Return the environment variables that the platform shows."""
    return runtime.environment.additional_properties if runtime.environment else {}


def texts_in(environment: Mapping[str, str]) -> dict[str, str]:
    """Return environment variables if they can be sent; no error shows a value."""
    for name, value in environment.items():
        if not isinstance(name, str) or not name.strip() or "=" in name or "\0" in name:
            raise InvalidInput("environment: the name of a variable is not valid. Nothing was sent")
        if not isinstance(value, str):
            raise InvalidInput(
                f"environment[{name!r}] is of type {type(value).__name__}: pass text, as in "
                "os.environ"
            )
        require_text(name, what="the name of an environment variable")
        require_sendable(value, what=f"environment[{name!r}]")
    return dict(environment)


def require_sendable(secret: str, *, what: str) -> None:
    """Raise if a secret cannot be sent; the error does not show it."""
    try:
        secret.encode()
    except UnicodeEncodeError:
        raise InvalidInput(f"{what} is not valid Unicode text. Nothing was sent") from None


def usual_runtime(user_code: object) -> ServiceRuntimeConfiguration:
    """Return the runtime that fits a source."""
    image = isinstance(user_code, ServiceSourceRegistry)
    return ServiceRuntimeConfiguration(
        ServiceRuntimeConfigurationRuntime("DOCKER" if image else "PYTHON_TEMPLATE")
    )


def require_source(source: Source) -> None:
    """Raise if an image or a repository has no name, or one that cannot be sent."""
    if isinstance(source, ServiceSourceRegistry):
        what, names = "image", [source.image, source.tag or "", source.username or ""]
        require_sendable(source.password or "", what="the password of the registry")
    else:
        what, names = "full_path", [source.full_path]
    if not names[0].strip():
        raise InvalidInput(f"user_code: its {what} is empty. Nothing was sent")
    for name in names:
        require_text(name, what=f"the {what} of user_code")


def is_source(there: object, wanted: Source) -> bool:
    """Tell whether a service has a source; what the platform does not show is not compared."""
    if isinstance(there, ServiceSourceRegistry) and isinstance(wanted, ServiceSourceRegistry):
        return (
            (there.image, there.tag or "latest") == (wanted.image, wanted.tag or "latest")
            and (there.username or "") in ("", wanted.username or "")
            and (there.password or "") in ("", wanted.password or "")
        )
    if isinstance(there, ServiceSourceRepository) and isinstance(wanted, ServiceSourceRepository):
        return there.full_path == wanted.full_path
    return False
