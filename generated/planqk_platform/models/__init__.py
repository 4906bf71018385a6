"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .access_token_dto import AccessTokenDto
    from .access_token_dto_scopes_item import AccessTokenDtoScopesItem
    from .account_dto import AccountDto
    from .account_dto_account_type import AccountDtoAccountType
    from .api_dto import ApiDto
    from .api_dto_lifecycle import ApiDtoLifecycle
    from .api_dto_pricing_category import ApiDtoPricingCategory
    from .api_dto_quantum_backend import ApiDtoQuantumBackend
    from .api_dto_service_type import ApiDtoServiceType
    from .application_dto import ApplicationDto
    from .application_dto_current_user_permission import ApplicationDtoCurrentUserPermission
    from .build_job_dto import BuildJobDto
    from .build_job_dto_status import BuildJobDtoStatus
    from .build_job_dto_step import BuildJobDtoStep
    from .create_application_request import CreateApplicationRequest
    from .create_external_service_body import CreateExternalServiceBody
    from .create_internal_subscription_request import CreateInternalSubscriptionRequest
    from .create_managed_service_body import CreateManagedServiceBody
    from .create_service_body import CreateServiceBody
    from .create_service_type import CreateServiceType
    from .create_subscription_request import CreateSubscriptionRequest
    from .industry_dto import IndustryDto
    from .pricing_plan_dto import PricingPlanDto
    from .pricing_plan_dto_type import PricingPlanDtoType
    from .product_dto import ProductDto
    from .product_dto_type import ProductDtoType
    from .runtime_configuration import RuntimeConfiguration
    from .runtime_configuration_runtime import RuntimeConfigurationRuntime
    from .service_definition_command import ServiceDefinitionCommand
    from .service_definition_command_type import ServiceDefinitionCommandType
    from .service_definition_dto import ServiceDefinitionDto
    from .service_definition_dto_configurations_inner import ServiceDefinitionDtoConfigurationsInner
    from .service_definition_dto_configurations_inner_accelerator import (
        ServiceDefinitionDtoConfigurationsInnerAccelerator,
    )
    from .service_definition_dto_lifecycle import ServiceDefinitionDtoLifecycle
    from .service_definition_dto_quantum_backend import ServiceDefinitionDtoQuantumBackend
    from .service_definition_dto_type import ServiceDefinitionDtoType
    from .service_dto import ServiceDto
    from .service_dto_current_user_permission import ServiceDtoCurrentUserPermission
    from .service_execution_dto import ServiceExecutionDto
    from .subscription_dto import SubscriptionDto
    from .update_api_definition_body import UpdateApiDefinitionBody
    from .update_source_code_body import UpdateSourceCodeBody
    from .update_version_request import UpdateVersionRequest
    from .validation_result import ValidationResult
    from .validation_result_state import ValidationResultState
else:
    _MODULES = {
        "AccessTokenDto": ".access_token_dto",
        "AccessTokenDtoScopesItem": ".access_token_dto_scopes_item",
        "AccountDto": ".account_dto",
        "AccountDtoAccountType": ".account_dto_account_type",
        "ApiDto": ".api_dto",
        "ApiDtoLifecycle": ".api_dto_lifecycle",
        "ApiDtoPricingCategory": ".api_dto_pricing_category",
        "ApiDtoQuantumBackend": ".api_dto_quantum_backend",
        "ApiDtoServiceType": ".api_dto_service_type",
        "ApplicationDto": ".application_dto",
        "ApplicationDtoCurrentUserPermission": ".application_dto_current_user_permission",
        "BuildJobDto": ".build_job_dto",
        "BuildJobDtoStatus": ".build_job_dto_status",
        "BuildJobDtoStep": ".build_job_dto_step",
        "CreateApplicationRequest": ".create_application_request",
        "CreateExternalServiceBody": ".create_external_service_body",
        "CreateInternalSubscriptionRequest": ".create_internal_subscription_request",
        "CreateManagedServiceBody": ".create_managed_service_body",
        "CreateServiceBody": ".create_service_body",
        "CreateServiceType": ".create_service_type",
        "CreateSubscriptionRequest": ".create_subscription_request",
        "IndustryDto": ".industry_dto",
        "PricingPlanDto": ".pricing_plan_dto",
        "PricingPlanDtoType": ".pricing_plan_dto_type",
        "ProductDto": ".product_dto",
        "ProductDtoType": ".product_dto_type",
        "RuntimeConfiguration": ".runtime_configuration",
        "RuntimeConfigurationRuntime": ".runtime_configuration_runtime",
        "ServiceDefinitionCommand": ".service_definition_command",
        "ServiceDefinitionCommandType": ".service_definition_command_type",
        "ServiceDefinitionDto": ".service_definition_dto",
        "ServiceDefinitionDtoConfigurationsInner": ".service_definition_dto_configurations_inner",
        "ServiceDefinitionDtoConfigurationsInnerAccelerator": ".service_definition_dto_configurations_inner_accelerator",
        "ServiceDefinitionDtoLifecycle": ".service_definition_dto_lifecycle",
        "ServiceDefinitionDtoQuantumBackend": ".service_definition_dto_quantum_backend",
        "ServiceDefinitionDtoType": ".service_definition_dto_type",
        "ServiceDto": ".service_dto",
        "ServiceDtoCurrentUserPermission": ".service_dto_current_user_permission",
        "ServiceExecutionDto": ".service_execution_dto",
        "SubscriptionDto": ".subscription_dto",
        "UpdateApiDefinitionBody": ".update_api_definition_body",
        "UpdateSourceCodeBody": ".update_source_code_body",
        "UpdateVersionRequest": ".update_version_request",
        "ValidationResult": ".validation_result",
        "ValidationResultState": ".validation_result_state",
    }

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULES[name], __name__), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return list(__all__)


__all__ = (
    "AccessTokenDto",
    "AccessTokenDtoScopesItem",
    "AccountDto",
    "AccountDtoAccountType",
    "ApiDto",
    "ApiDtoLifecycle",
    "ApiDtoPricingCategory",
    "ApiDtoQuantumBackend",
    "ApiDtoServiceType",
    "ApplicationDto",
    "ApplicationDtoCurrentUserPermission",
    "BuildJobDto",
    "BuildJobDtoStatus",
    "BuildJobDtoStep",
    "CreateApplicationRequest",
    "CreateExternalServiceBody",
    "CreateInternalSubscriptionRequest",
    "CreateManagedServiceBody",
    "CreateServiceBody",
    "CreateServiceType",
    "CreateSubscriptionRequest",
    "IndustryDto",
    "PricingPlanDto",
    "PricingPlanDtoType",
    "ProductDto",
    "ProductDtoType",
    "RuntimeConfiguration",
    "RuntimeConfigurationRuntime",
    "ServiceDefinitionCommand",
    "ServiceDefinitionCommandType",
    "ServiceDefinitionDto",
    "ServiceDefinitionDtoConfigurationsInner",
    "ServiceDefinitionDtoConfigurationsInnerAccelerator",
    "ServiceDefinitionDtoLifecycle",
    "ServiceDefinitionDtoQuantumBackend",
    "ServiceDefinitionDtoType",
    "ServiceDto",
    "ServiceDtoCurrentUserPermission",
    "ServiceExecutionDto",
    "SubscriptionDto",
    "UpdateApiDefinitionBody",
    "UpdateSourceCodeBody",
    "UpdateVersionRequest",
    "ValidationResult",
    "ValidationResultState",
)
