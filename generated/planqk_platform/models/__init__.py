"""Contains all the data models used in inputs/outputs"""

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
from .service_definition_dto_configurations_inner_accelerator import ServiceDefinitionDtoConfigurationsInnerAccelerator
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
