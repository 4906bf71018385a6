"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .access_key import AccessKey
    from .access_key_type import AccessKeyType
    from .access_permission_dto import AccessPermissionDto
    from .access_permission_dto_access_permission_role import AccessPermissionDtoAccessPermissionRole
    from .access_token import AccessToken
    from .account_dto import AccountDto
    from .account_dto_account_type import AccountDtoAccountType
    from .account_dto_role import AccountDtoRole
    from .account_dto_tenant_type import AccountDtoTenantType
    from .activity_instance import ActivityInstance
    from .activity_instance_state import ActivityInstanceState
    from .add_data_pool_file_body import AddDataPoolFileBody
    from .add_data_pool_share_constraint_body import AddDataPoolShareConstraintBody
    from .add_data_pool_share_constraint_body_type import AddDataPoolShareConstraintBodyType
    from .add_managed_service_pricing_plan_body import AddManagedServicePricingPlanBody
    from .add_managed_service_pricing_plan_body_type import AddManagedServicePricingPlanBodyType
    from .add_organization_member_body import AddOrganizationMemberBody
    from .add_organization_member_body_access_permission_role import AddOrganizationMemberBodyAccessPermissionRole
    from .add_service_share_constraint_body import AddServiceShareConstraintBody
    from .add_service_share_constraint_body_type import AddServiceShareConstraintBodyType
    from .application_dto import ApplicationDto
    from .application_dto_current_user_permission import ApplicationDtoCurrentUserPermission
    from .build_job_dto import BuildJobDto
    from .build_job_dto_status import BuildJobDtoStatus
    from .build_job_dto_step import BuildJobDtoStep
    from .cost_entry import CostEntry
    from .create_application_body import CreateApplicationBody
    from .create_data_pool_body import CreateDataPoolBody
    from .create_data_pool_grant_body import CreateDataPoolGrantBody
    from .create_external_service_body import CreateExternalServiceBody
    from .create_managed_service_body import CreateManagedServiceBody
    from .create_organization_body import CreateOrganizationBody
    from .create_service_job_body import CreateServiceJobBody
    from .create_service_job_body_input import CreateServiceJobBodyInput
    from .create_subscription_body import CreateSubscriptionBody
    from .data_pool_dto import DataPoolDto
    from .data_pool_dto_current_user_permission import DataPoolDtoCurrentUserPermission
    from .data_pool_file_dto import DataPoolFileDto
    from .data_pool_grant import DataPoolGrant
    from .dwave_provider_token import DwaveProviderToken
    from .get_marketplace_service_openapi_format import GetMarketplaceServiceOpenapiFormat
    from .get_organization_provider_token_availability_response_200 import (
        GetOrganizationProviderTokenAvailabilityResponse200,
    )
    from .get_service_execution_observability_files_response_200 import GetServiceExecutionObservabilityFilesResponse200
    from .get_service_execution_result_response_200 import GetServiceExecutionResultResponse200
    from .get_service_open_api_format import GetServiceOpenApiFormat
    from .get_services_lifecycle_item import GetServicesLifecycleItem
    from .get_user_provider_token_availability_response_200 import GetUserProviderTokenAvailabilityResponse200
    from .ibm_cloud_provider_token import IbmCloudProviderToken
    from .ibmq_provider_token import IbmqProviderToken
    from .incident import Incident
    from .invitation_dto import InvitationDto
    from .invitation_dto_role import InvitationDtoRole
    from .invitation_dto_status import InvitationDtoStatus
    from .log_entry import LogEntry
    from .log_entry_severity import LogEntrySeverity
    from .marketplace_service_details_dto import MarketplaceServiceDetailsDto
    from .marketplace_service_details_dto_lifecycle import MarketplaceServiceDetailsDtoLifecycle
    from .marketplace_service_details_dto_pricing_plan_type import MarketplaceServiceDetailsDtoPricingPlanType
    from .marketplace_service_details_dto_service_type import MarketplaceServiceDetailsDtoServiceType
    from .marketplace_service_overview_dto import MarketplaceServiceOverviewDto
    from .marketplace_service_overview_dto_pricing_plan_type import MarketplaceServiceOverviewDtoPricingPlanType
    from .marketplace_service_overview_dto_service_type import MarketplaceServiceOverviewDtoServiceType
    from .member_dto import MemberDto
    from .member_dto_access_permission_role import MemberDtoAccessPermissionRole
    from .metric_data_point import MetricDataPoint
    from .money import Money
    from .organization_dto import OrganizationDto
    from .organization_dto_account_type import OrganizationDtoAccountType
    from .organization_dto_current_user_permission import OrganizationDtoCurrentUserPermission
    from .organization_membership import OrganizationMembership
    from .organization_membership_account_type import OrganizationMembershipAccountType
    from .organization_membership_role import OrganizationMembershipRole
    from .organization_profile_dto import OrganizationProfileDto
    from .organization_search_result_dto import OrganizationSearchResultDto
    from .organization_tenant import OrganizationTenant
    from .page_response_marketplace_service_overview_dto import PageResponseMarketplaceServiceOverviewDto
    from .page_response_service_execution_dto import PageResponseServiceExecutionDto
    from .page_response_service_job_dto import PageResponseServiceJobDto
    from .personal_access_token_principal import PersonalAccessTokenPrincipal
    from .personal_access_token_principal_account_type import PersonalAccessTokenPrincipalAccountType
    from .platform_product_dto import PlatformProductDto
    from .pricing_plan_dto import PricingPlanDto
    from .pricing_plan_dto_type import PricingPlanDtoType
    from .product_price_dto import ProductPriceDto
    from .product_price_dto_type import ProductPriceDtoType
    from .service_consumer_dto import ServiceConsumerDto
    from .service_consumer_dto_lifecycle import ServiceConsumerDtoLifecycle
    from .service_consumer_dto_type import ServiceConsumerDtoType
    from .service_contact import ServiceContact
    from .service_contact_type import ServiceContactType
    from .service_definition_dto import ServiceDefinitionDto
    from .service_definition_dto_lifecycle import ServiceDefinitionDtoLifecycle
    from .service_definition_dto_type import ServiceDefinitionDtoType
    from .service_dto import ServiceDto
    from .service_dto_current_user_permission import ServiceDtoCurrentUserPermission
    from .service_execution import ServiceExecution
    from .service_execution_dto import ServiceExecutionDto
    from .service_execution_dto_status import ServiceExecutionDtoStatus
    from .service_execution_dto_type import ServiceExecutionDtoType
    from .service_execution_lineage import ServiceExecutionLineage
    from .service_execution_lineage_node_dto import ServiceExecutionLineageNodeDto
    from .service_execution_lineage_node_dto_status import ServiceExecutionLineageNodeDtoStatus
    from .service_execution_lineage_node_dto_type import ServiceExecutionLineageNodeDtoType
    from .service_execution_logs import ServiceExecutionLogs
    from .service_execution_metrics import ServiceExecutionMetrics
    from .service_execution_statistics import ServiceExecutionStatistics
    from .service_execution_token_principal import ServiceExecutionTokenPrincipal
    from .service_job_dto import ServiceJobDto
    from .service_job_dto_status import ServiceJobDtoStatus
    from .service_job_dto_type import ServiceJobDtoType
    from .service_link import ServiceLink
    from .service_link_type import ServiceLinkType
    from .service_overview_dto import ServiceOverviewDto
    from .service_overview_dto_lifecycle import ServiceOverviewDtoLifecycle
    from .service_overview_dto_type import ServiceOverviewDtoType
    from .service_resource_configuration_cpu import ServiceResourceConfigurationCpu
    from .service_resource_configuration_cpu_unit import ServiceResourceConfigurationCpuUnit
    from .service_resource_configuration_gpu import ServiceResourceConfigurationGpu
    from .service_resource_configuration_gpu_accelerator import ServiceResourceConfigurationGpuAccelerator
    from .service_resource_configuration_memory import ServiceResourceConfigurationMemory
    from .service_resource_configuration_memory_unit import ServiceResourceConfigurationMemoryUnit
    from .service_runtime_configuration import ServiceRuntimeConfiguration
    from .service_runtime_configuration_environment import ServiceRuntimeConfigurationEnvironment
    from .service_runtime_configuration_runtime import ServiceRuntimeConfigurationRuntime
    from .service_security_configuration_access_token import ServiceSecurityConfigurationAccessToken
    from .service_security_configuration_basic import ServiceSecurityConfigurationBasic
    from .service_security_configuration_none import ServiceSecurityConfigurationNone
    from .service_source_file import ServiceSourceFile
    from .service_source_registry import ServiceSourceRegistry
    from .service_source_repository import ServiceSourceRepository
    from .service_statistics import ServiceStatistics
    from .share_data_pool_body import ShareDataPoolBody
    from .share_data_pool_body_role import ShareDataPoolBodyRole
    from .share_dto import ShareDto
    from .share_dto_role import ShareDtoRole
    from .share_service_body import ShareServiceBody
    from .share_service_body_role import ShareServiceBodyRole
    from .sort_order import SortOrder
    from .sort_order_direction import SortOrderDirection
    from .subscription_dto import SubscriptionDto
    from .time_based_constraint_dto import TimeBasedConstraintDto
    from .time_based_constraint_dto_type import TimeBasedConstraintDtoType
    from .unknown_variant import UnknownVariant
    from .update_data_pool_body import UpdateDataPoolBody
    from .update_data_pool_share_constraint_body import UpdateDataPoolShareConstraintBody
    from .update_data_pool_share_constraint_body_type import UpdateDataPoolShareConstraintBodyType
    from .update_data_pool_share_role_body import UpdateDataPoolShareRoleBody
    from .update_data_pool_share_role_body_role import UpdateDataPoolShareRoleBodyRole
    from .update_managed_service_runtime_configuration_body import UpdateManagedServiceRuntimeConfigurationBody
    from .update_managed_service_runtime_configuration_body_environment import (
        UpdateManagedServiceRuntimeConfigurationBodyEnvironment,
    )
    from .update_managed_service_runtime_configuration_body_runtime import (
        UpdateManagedServiceRuntimeConfigurationBodyRuntime,
    )
    from .update_organization_body import UpdateOrganizationBody
    from .update_organization_image_body import UpdateOrganizationImageBody
    from .update_organization_member_permission_body import UpdateOrganizationMemberPermissionBody
    from .update_organization_member_permission_body_access_permission_role import (
        UpdateOrganizationMemberPermissionBodyAccessPermissionRole,
    )
    from .update_organization_provider_token_body import UpdateOrganizationProviderTokenBody
    from .update_service_description_body import UpdateServiceDescriptionBody
    from .update_service_display_name_body import UpdateServiceDisplayNameBody
    from .update_service_open_api_body import UpdateServiceOpenApiBody
    from .update_service_publication_body import UpdateServicePublicationBody
    from .update_service_publication_body_scope import UpdateServicePublicationBodyScope
    from .update_service_share_constraint_body import UpdateServiceShareConstraintBody
    from .update_service_share_constraint_body_type import UpdateServiceShareConstraintBodyType
    from .update_service_share_role_body import UpdateServiceShareRoleBody
    from .update_service_share_role_body_role import UpdateServiceShareRoleBodyRole
    from .update_service_summary_body import UpdateServiceSummaryBody
    from .update_user_provider_token_body import UpdateUserProviderTokenBody
    from .upload_managed_service_source_body import UploadManagedServiceSourceBody
    from .user_context import UserContext
    from .user_context_account_type import UserContextAccountType
    from .user_context_context_type import UserContextContextType
    from .user_tenant import UserTenant
    from .validation_result import ValidationResult
    from .validation_result_state import ValidationResultState
    from .variable_instance import VariableInstance
    from .workflow_instance import WorkflowInstance
    from .workflow_instance_state import WorkflowInstanceState
    from .workflow_service_execution_dto import WorkflowServiceExecutionDto
    from .workflow_service_execution_dto_status import WorkflowServiceExecutionDtoStatus
else:
    _MODULES = {
        "AccessKey": ".access_key",
        "AccessKeyType": ".access_key_type",
        "AccessPermissionDto": ".access_permission_dto",
        "AccessPermissionDtoAccessPermissionRole": ".access_permission_dto_access_permission_role",
        "AccessToken": ".access_token",
        "AccountDto": ".account_dto",
        "AccountDtoAccountType": ".account_dto_account_type",
        "AccountDtoRole": ".account_dto_role",
        "AccountDtoTenantType": ".account_dto_tenant_type",
        "ActivityInstance": ".activity_instance",
        "ActivityInstanceState": ".activity_instance_state",
        "AddDataPoolFileBody": ".add_data_pool_file_body",
        "AddDataPoolShareConstraintBody": ".add_data_pool_share_constraint_body",
        "AddDataPoolShareConstraintBodyType": ".add_data_pool_share_constraint_body_type",
        "AddManagedServicePricingPlanBody": ".add_managed_service_pricing_plan_body",
        "AddManagedServicePricingPlanBodyType": ".add_managed_service_pricing_plan_body_type",
        "AddOrganizationMemberBody": ".add_organization_member_body",
        "AddOrganizationMemberBodyAccessPermissionRole": ".add_organization_member_body_access_permission_role",
        "AddServiceShareConstraintBody": ".add_service_share_constraint_body",
        "AddServiceShareConstraintBodyType": ".add_service_share_constraint_body_type",
        "ApplicationDto": ".application_dto",
        "ApplicationDtoCurrentUserPermission": ".application_dto_current_user_permission",
        "BuildJobDto": ".build_job_dto",
        "BuildJobDtoStatus": ".build_job_dto_status",
        "BuildJobDtoStep": ".build_job_dto_step",
        "CostEntry": ".cost_entry",
        "CreateApplicationBody": ".create_application_body",
        "CreateDataPoolBody": ".create_data_pool_body",
        "CreateDataPoolGrantBody": ".create_data_pool_grant_body",
        "CreateExternalServiceBody": ".create_external_service_body",
        "CreateManagedServiceBody": ".create_managed_service_body",
        "CreateOrganizationBody": ".create_organization_body",
        "CreateServiceJobBody": ".create_service_job_body",
        "CreateServiceJobBodyInput": ".create_service_job_body_input",
        "CreateSubscriptionBody": ".create_subscription_body",
        "DataPoolDto": ".data_pool_dto",
        "DataPoolDtoCurrentUserPermission": ".data_pool_dto_current_user_permission",
        "DataPoolFileDto": ".data_pool_file_dto",
        "DataPoolGrant": ".data_pool_grant",
        "DwaveProviderToken": ".dwave_provider_token",
        "GetMarketplaceServiceOpenapiFormat": ".get_marketplace_service_openapi_format",
        "GetOrganizationProviderTokenAvailabilityResponse200": ".get_organization_provider_token_availability_response_200",
        "GetServiceExecutionObservabilityFilesResponse200": ".get_service_execution_observability_files_response_200",
        "GetServiceExecutionResultResponse200": ".get_service_execution_result_response_200",
        "GetServiceOpenApiFormat": ".get_service_open_api_format",
        "GetServicesLifecycleItem": ".get_services_lifecycle_item",
        "GetUserProviderTokenAvailabilityResponse200": ".get_user_provider_token_availability_response_200",
        "IbmCloudProviderToken": ".ibm_cloud_provider_token",
        "IbmqProviderToken": ".ibmq_provider_token",
        "Incident": ".incident",
        "InvitationDto": ".invitation_dto",
        "InvitationDtoRole": ".invitation_dto_role",
        "InvitationDtoStatus": ".invitation_dto_status",
        "LogEntry": ".log_entry",
        "LogEntrySeverity": ".log_entry_severity",
        "MarketplaceServiceDetailsDto": ".marketplace_service_details_dto",
        "MarketplaceServiceDetailsDtoLifecycle": ".marketplace_service_details_dto_lifecycle",
        "MarketplaceServiceDetailsDtoPricingPlanType": ".marketplace_service_details_dto_pricing_plan_type",
        "MarketplaceServiceDetailsDtoServiceType": ".marketplace_service_details_dto_service_type",
        "MarketplaceServiceOverviewDto": ".marketplace_service_overview_dto",
        "MarketplaceServiceOverviewDtoPricingPlanType": ".marketplace_service_overview_dto_pricing_plan_type",
        "MarketplaceServiceOverviewDtoServiceType": ".marketplace_service_overview_dto_service_type",
        "MemberDto": ".member_dto",
        "MemberDtoAccessPermissionRole": ".member_dto_access_permission_role",
        "MetricDataPoint": ".metric_data_point",
        "Money": ".money",
        "OrganizationDto": ".organization_dto",
        "OrganizationDtoAccountType": ".organization_dto_account_type",
        "OrganizationDtoCurrentUserPermission": ".organization_dto_current_user_permission",
        "OrganizationMembership": ".organization_membership",
        "OrganizationMembershipAccountType": ".organization_membership_account_type",
        "OrganizationMembershipRole": ".organization_membership_role",
        "OrganizationProfileDto": ".organization_profile_dto",
        "OrganizationSearchResultDto": ".organization_search_result_dto",
        "OrganizationTenant": ".organization_tenant",
        "PageResponseMarketplaceServiceOverviewDto": ".page_response_marketplace_service_overview_dto",
        "PageResponseServiceExecutionDto": ".page_response_service_execution_dto",
        "PageResponseServiceJobDto": ".page_response_service_job_dto",
        "PersonalAccessTokenPrincipal": ".personal_access_token_principal",
        "PersonalAccessTokenPrincipalAccountType": ".personal_access_token_principal_account_type",
        "PlatformProductDto": ".platform_product_dto",
        "PricingPlanDto": ".pricing_plan_dto",
        "PricingPlanDtoType": ".pricing_plan_dto_type",
        "ProductPriceDto": ".product_price_dto",
        "ProductPriceDtoType": ".product_price_dto_type",
        "ServiceConsumerDto": ".service_consumer_dto",
        "ServiceConsumerDtoLifecycle": ".service_consumer_dto_lifecycle",
        "ServiceConsumerDtoType": ".service_consumer_dto_type",
        "ServiceContact": ".service_contact",
        "ServiceContactType": ".service_contact_type",
        "ServiceDefinitionDto": ".service_definition_dto",
        "ServiceDefinitionDtoLifecycle": ".service_definition_dto_lifecycle",
        "ServiceDefinitionDtoType": ".service_definition_dto_type",
        "ServiceDto": ".service_dto",
        "ServiceDtoCurrentUserPermission": ".service_dto_current_user_permission",
        "ServiceExecution": ".service_execution",
        "ServiceExecutionDto": ".service_execution_dto",
        "ServiceExecutionDtoStatus": ".service_execution_dto_status",
        "ServiceExecutionDtoType": ".service_execution_dto_type",
        "ServiceExecutionLineage": ".service_execution_lineage",
        "ServiceExecutionLineageNodeDto": ".service_execution_lineage_node_dto",
        "ServiceExecutionLineageNodeDtoStatus": ".service_execution_lineage_node_dto_status",
        "ServiceExecutionLineageNodeDtoType": ".service_execution_lineage_node_dto_type",
        "ServiceExecutionLogs": ".service_execution_logs",
        "ServiceExecutionMetrics": ".service_execution_metrics",
        "ServiceExecutionStatistics": ".service_execution_statistics",
        "ServiceExecutionTokenPrincipal": ".service_execution_token_principal",
        "ServiceJobDto": ".service_job_dto",
        "ServiceJobDtoStatus": ".service_job_dto_status",
        "ServiceJobDtoType": ".service_job_dto_type",
        "ServiceLink": ".service_link",
        "ServiceLinkType": ".service_link_type",
        "ServiceOverviewDto": ".service_overview_dto",
        "ServiceOverviewDtoLifecycle": ".service_overview_dto_lifecycle",
        "ServiceOverviewDtoType": ".service_overview_dto_type",
        "ServiceResourceConfigurationCpu": ".service_resource_configuration_cpu",
        "ServiceResourceConfigurationCpuUnit": ".service_resource_configuration_cpu_unit",
        "ServiceResourceConfigurationGpu": ".service_resource_configuration_gpu",
        "ServiceResourceConfigurationGpuAccelerator": ".service_resource_configuration_gpu_accelerator",
        "ServiceResourceConfigurationMemory": ".service_resource_configuration_memory",
        "ServiceResourceConfigurationMemoryUnit": ".service_resource_configuration_memory_unit",
        "ServiceRuntimeConfiguration": ".service_runtime_configuration",
        "ServiceRuntimeConfigurationEnvironment": ".service_runtime_configuration_environment",
        "ServiceRuntimeConfigurationRuntime": ".service_runtime_configuration_runtime",
        "ServiceSecurityConfigurationAccessToken": ".service_security_configuration_access_token",
        "ServiceSecurityConfigurationBasic": ".service_security_configuration_basic",
        "ServiceSecurityConfigurationNone": ".service_security_configuration_none",
        "ServiceSourceFile": ".service_source_file",
        "ServiceSourceRegistry": ".service_source_registry",
        "ServiceSourceRepository": ".service_source_repository",
        "ServiceStatistics": ".service_statistics",
        "ShareDataPoolBody": ".share_data_pool_body",
        "ShareDataPoolBodyRole": ".share_data_pool_body_role",
        "ShareDto": ".share_dto",
        "ShareDtoRole": ".share_dto_role",
        "ShareServiceBody": ".share_service_body",
        "ShareServiceBodyRole": ".share_service_body_role",
        "SortOrder": ".sort_order",
        "SortOrderDirection": ".sort_order_direction",
        "SubscriptionDto": ".subscription_dto",
        "TimeBasedConstraintDto": ".time_based_constraint_dto",
        "TimeBasedConstraintDtoType": ".time_based_constraint_dto_type",
        "UnknownVariant": ".unknown_variant",
        "UpdateDataPoolBody": ".update_data_pool_body",
        "UpdateDataPoolShareConstraintBody": ".update_data_pool_share_constraint_body",
        "UpdateDataPoolShareConstraintBodyType": ".update_data_pool_share_constraint_body_type",
        "UpdateDataPoolShareRoleBody": ".update_data_pool_share_role_body",
        "UpdateDataPoolShareRoleBodyRole": ".update_data_pool_share_role_body_role",
        "UpdateManagedServiceRuntimeConfigurationBody": ".update_managed_service_runtime_configuration_body",
        "UpdateManagedServiceRuntimeConfigurationBodyEnvironment": ".update_managed_service_runtime_configuration_body_environment",
        "UpdateManagedServiceRuntimeConfigurationBodyRuntime": ".update_managed_service_runtime_configuration_body_runtime",
        "UpdateOrganizationBody": ".update_organization_body",
        "UpdateOrganizationImageBody": ".update_organization_image_body",
        "UpdateOrganizationMemberPermissionBody": ".update_organization_member_permission_body",
        "UpdateOrganizationMemberPermissionBodyAccessPermissionRole": ".update_organization_member_permission_body_access_permission_role",
        "UpdateOrganizationProviderTokenBody": ".update_organization_provider_token_body",
        "UpdateServiceDescriptionBody": ".update_service_description_body",
        "UpdateServiceDisplayNameBody": ".update_service_display_name_body",
        "UpdateServiceOpenApiBody": ".update_service_open_api_body",
        "UpdateServicePublicationBody": ".update_service_publication_body",
        "UpdateServicePublicationBodyScope": ".update_service_publication_body_scope",
        "UpdateServiceShareConstraintBody": ".update_service_share_constraint_body",
        "UpdateServiceShareConstraintBodyType": ".update_service_share_constraint_body_type",
        "UpdateServiceShareRoleBody": ".update_service_share_role_body",
        "UpdateServiceShareRoleBodyRole": ".update_service_share_role_body_role",
        "UpdateServiceSummaryBody": ".update_service_summary_body",
        "UpdateUserProviderTokenBody": ".update_user_provider_token_body",
        "UploadManagedServiceSourceBody": ".upload_managed_service_source_body",
        "UserContext": ".user_context",
        "UserContextAccountType": ".user_context_account_type",
        "UserContextContextType": ".user_context_context_type",
        "UserTenant": ".user_tenant",
        "ValidationResult": ".validation_result",
        "ValidationResultState": ".validation_result_state",
        "VariableInstance": ".variable_instance",
        "WorkflowInstance": ".workflow_instance",
        "WorkflowInstanceState": ".workflow_instance_state",
        "WorkflowServiceExecutionDto": ".workflow_service_execution_dto",
        "WorkflowServiceExecutionDtoStatus": ".workflow_service_execution_dto_status",
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
    "AccessKey",
    "AccessKeyType",
    "AccessPermissionDto",
    "AccessPermissionDtoAccessPermissionRole",
    "AccessToken",
    "AccountDto",
    "AccountDtoAccountType",
    "AccountDtoRole",
    "AccountDtoTenantType",
    "ActivityInstance",
    "ActivityInstanceState",
    "AddDataPoolFileBody",
    "AddDataPoolShareConstraintBody",
    "AddDataPoolShareConstraintBodyType",
    "AddManagedServicePricingPlanBody",
    "AddManagedServicePricingPlanBodyType",
    "AddOrganizationMemberBody",
    "AddOrganizationMemberBodyAccessPermissionRole",
    "AddServiceShareConstraintBody",
    "AddServiceShareConstraintBodyType",
    "ApplicationDto",
    "ApplicationDtoCurrentUserPermission",
    "BuildJobDto",
    "BuildJobDtoStatus",
    "BuildJobDtoStep",
    "CostEntry",
    "CreateApplicationBody",
    "CreateDataPoolBody",
    "CreateDataPoolGrantBody",
    "CreateExternalServiceBody",
    "CreateManagedServiceBody",
    "CreateOrganizationBody",
    "CreateServiceJobBody",
    "CreateServiceJobBodyInput",
    "CreateSubscriptionBody",
    "DataPoolDto",
    "DataPoolDtoCurrentUserPermission",
    "DataPoolFileDto",
    "DataPoolGrant",
    "DwaveProviderToken",
    "GetMarketplaceServiceOpenapiFormat",
    "GetOrganizationProviderTokenAvailabilityResponse200",
    "GetServiceExecutionObservabilityFilesResponse200",
    "GetServiceExecutionResultResponse200",
    "GetServiceOpenApiFormat",
    "GetServicesLifecycleItem",
    "GetUserProviderTokenAvailabilityResponse200",
    "IbmCloudProviderToken",
    "IbmqProviderToken",
    "Incident",
    "InvitationDto",
    "InvitationDtoRole",
    "InvitationDtoStatus",
    "LogEntry",
    "LogEntrySeverity",
    "MarketplaceServiceDetailsDto",
    "MarketplaceServiceDetailsDtoLifecycle",
    "MarketplaceServiceDetailsDtoPricingPlanType",
    "MarketplaceServiceDetailsDtoServiceType",
    "MarketplaceServiceOverviewDto",
    "MarketplaceServiceOverviewDtoPricingPlanType",
    "MarketplaceServiceOverviewDtoServiceType",
    "MemberDto",
    "MemberDtoAccessPermissionRole",
    "MetricDataPoint",
    "Money",
    "OrganizationDto",
    "OrganizationDtoAccountType",
    "OrganizationDtoCurrentUserPermission",
    "OrganizationMembership",
    "OrganizationMembershipAccountType",
    "OrganizationMembershipRole",
    "OrganizationProfileDto",
    "OrganizationSearchResultDto",
    "OrganizationTenant",
    "PageResponseMarketplaceServiceOverviewDto",
    "PageResponseServiceExecutionDto",
    "PageResponseServiceJobDto",
    "PersonalAccessTokenPrincipal",
    "PersonalAccessTokenPrincipalAccountType",
    "PlatformProductDto",
    "PricingPlanDto",
    "PricingPlanDtoType",
    "ProductPriceDto",
    "ProductPriceDtoType",
    "ServiceConsumerDto",
    "ServiceConsumerDtoLifecycle",
    "ServiceConsumerDtoType",
    "ServiceContact",
    "ServiceContactType",
    "ServiceDefinitionDto",
    "ServiceDefinitionDtoLifecycle",
    "ServiceDefinitionDtoType",
    "ServiceDto",
    "ServiceDtoCurrentUserPermission",
    "ServiceExecution",
    "ServiceExecutionDto",
    "ServiceExecutionDtoStatus",
    "ServiceExecutionDtoType",
    "ServiceExecutionLineage",
    "ServiceExecutionLineageNodeDto",
    "ServiceExecutionLineageNodeDtoStatus",
    "ServiceExecutionLineageNodeDtoType",
    "ServiceExecutionLogs",
    "ServiceExecutionMetrics",
    "ServiceExecutionStatistics",
    "ServiceExecutionTokenPrincipal",
    "ServiceJobDto",
    "ServiceJobDtoStatus",
    "ServiceJobDtoType",
    "ServiceLink",
    "ServiceLinkType",
    "ServiceOverviewDto",
    "ServiceOverviewDtoLifecycle",
    "ServiceOverviewDtoType",
    "ServiceResourceConfigurationCpu",
    "ServiceResourceConfigurationCpuUnit",
    "ServiceResourceConfigurationGpu",
    "ServiceResourceConfigurationGpuAccelerator",
    "ServiceResourceConfigurationMemory",
    "ServiceResourceConfigurationMemoryUnit",
    "ServiceRuntimeConfiguration",
    "ServiceRuntimeConfigurationEnvironment",
    "ServiceRuntimeConfigurationRuntime",
    "ServiceSecurityConfigurationAccessToken",
    "ServiceSecurityConfigurationBasic",
    "ServiceSecurityConfigurationNone",
    "ServiceSourceFile",
    "ServiceSourceRegistry",
    "ServiceSourceRepository",
    "ServiceStatistics",
    "ShareDataPoolBody",
    "ShareDataPoolBodyRole",
    "ShareDto",
    "ShareDtoRole",
    "ShareServiceBody",
    "ShareServiceBodyRole",
    "SortOrder",
    "SortOrderDirection",
    "SubscriptionDto",
    "TimeBasedConstraintDto",
    "TimeBasedConstraintDtoType",
    "UnknownVariant",
    "UpdateDataPoolBody",
    "UpdateDataPoolShareConstraintBody",
    "UpdateDataPoolShareConstraintBodyType",
    "UpdateDataPoolShareRoleBody",
    "UpdateDataPoolShareRoleBodyRole",
    "UpdateManagedServiceRuntimeConfigurationBody",
    "UpdateManagedServiceRuntimeConfigurationBodyEnvironment",
    "UpdateManagedServiceRuntimeConfigurationBodyRuntime",
    "UpdateOrganizationBody",
    "UpdateOrganizationImageBody",
    "UpdateOrganizationMemberPermissionBody",
    "UpdateOrganizationMemberPermissionBodyAccessPermissionRole",
    "UpdateOrganizationProviderTokenBody",
    "UpdateServiceDescriptionBody",
    "UpdateServiceDisplayNameBody",
    "UpdateServiceOpenApiBody",
    "UpdateServicePublicationBody",
    "UpdateServicePublicationBodyScope",
    "UpdateServiceShareConstraintBody",
    "UpdateServiceShareConstraintBodyType",
    "UpdateServiceShareRoleBody",
    "UpdateServiceShareRoleBodyRole",
    "UpdateServiceSummaryBody",
    "UpdateUserProviderTokenBody",
    "UploadManagedServiceSourceBody",
    "UserContext",
    "UserContextAccountType",
    "UserContextContextType",
    "UserTenant",
    "ValidationResult",
    "ValidationResultState",
    "VariableInstance",
    "WorkflowInstance",
    "WorkflowInstanceState",
    "WorkflowServiceExecutionDto",
    "WorkflowServiceExecutionDtoStatus",
)
