"""The report names every change of the API's real history, and nothing where nothing changed."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from scripts.diff.api import Api
from scripts.diff.changes import Change
from scripts.diff.python_api import python_changes
from scripts.diff.wire import Comparison, wire_changes
from scripts.documents import Document, operations, read, validate
from scripts.generate import generate_package, spelled
from scripts.targets import GENERATED, HUB, PLANQK
from tests.support.history import HUB_BEFORE, HUB_FIRST, STATES, hub_now, in_3_1
from tests.support.tried import Tried

VERSION = "/services/{serviceId}/versions/{versionId}"
MANAGED = "/managed-services/{serviceId}/versions/{versionId}"
EXTERNAL = "/external-services/{serviceId}/versions/{versionId}"
CREATE, REGISTER = "POST /v2/managed-services", "POST /v2/external-services"
SUBSCRIPTIONS = "/v2/applications/{id}/subscriptions"
SUBSCRIBE = "POST /v2/apis/{id}/subscriptions"

# What is known to have changed at each state. "!": it breaks callers.
KNOWN = {
    "2023-05-09": f"""
        ! POST /v2/services removed
        {CREATE} parameter runtime added
        ! {CREATE} parameter quantumBackend is one of DWAVE, IBM, IONQ, NONE now
        ! {CREATE} parameter usePlatformToken is one of FALSE, TRUE now
        ! {REGISTER} parameter quantumBackend is one of DWAVE, IBM, IONQ, NONE now
        ! {REGISTER} parameter securityConfiguration is one of BASIC, NONE now
        ! GET /industries moved to GET /taxonomies/industries
        ! GET /industries: tags ["Service Platform - Services"] -> ["Taxonomies"]
        ! GET /industries answer 200 is TaxonomyElement instead of IndustryDto
        ! IndustryDto removed
        ! UpdateVersionRequest.industries removed
        UpdateVersionRequest.industryUuids added
        ! GET /services answer 200 is ServiceOverviewDto instead of ServiceDto
        ! GET /v2/apis answer 200 is ApiOverviewDto instead of ApiDto
        ! GET /subscriptions/{{id}}/executions answer 200 is ServiceExecutionConsumerDto instead \
of ServiceExecutionDto
        ! GET /my/accounts removed
        ! AccountDto removed
        POST {EXTERNAL}/pricing-plans added
        DELETE {EXTERNAL}/pricing-plans/{{pricingPlanId}} added
        POST {MANAGED}/pricing-plans added
        DELETE {MANAGED}/pricing-plans/{{pricingPlanId}} added
        POST /external-services/metering added
        GET {EXTERNAL}/metering-events added
        GET {MANAGED}/executions added
        GET /dashboard/costs added
        GET /dashboard/revenue added
        GET /taxonomies/application-areas added
        GET /taxonomies/data-pool-formats added
        GET /taxonomies/learning-methods added
        GET /taxonomies/licenses added
        GET /taxonomies/problem-types added
        GET /taxonomies/programming-languages added
        GET /taxonomies/quantum-computation-models added
        GET /taxonomies/software-tools added
    """,
    # The jobs of 2023-05-10 were in no document; they come with this one. That GPU accelerators
    # have another order is no change.
    "2023-05-24": f"""
        POST /jobs added
        GET /jobs added
        GET /jobs/{{id}} added
        DELETE /jobs/{{id}} added
        GET /jobs/{{id}}/costs added
        GET /jobs/{{id}}/logs added
        GET {VERSION}/build-logs added
        PUT {VERSION}/resource-configuration added
        ! PUT /{{serviceId}}/versions/{{versionId}}/api-spec moved to PUT /v2{VERSION}/api-spec
        ! PUT /{{serviceId}}/versions/{{versionId}}/source-code moved to PUT \
/v2{VERSION}/source-code
        ! {CREATE} parameter cpu removed
        {CREATE} parameter milliCpus added
        ! {CREATE} parameter memory removed
        {CREATE} parameter memoryInMegabytes added
        {CREATE} parameter gpuCount added
        {CREATE} parameter gpuAccelerator added
        GET {VERSION}/api-spec parameter X-OrganizationId added
        GET {VERSION}/source-code parameter X-OrganizationId added
        ! GpuConfiguration.accelerator gains NONE
        SubscriptionDto.logsAvailable added
        ! ProductDto.type gains GPU_NVIDIA_T4, GPU_NVIDIA_V100
    """,
    # ServiceExecutionConsumerDto.status has another order: no change.
    "2023-06-12": """
        PUT /jobs/{id}/cancel added
        ! JobDto.status loses DRAFT, STARTED, SUCCESS and gains CANCELLED, PENDING, RUNNING, \
SUCCEEDED, UNKNOWN
        JobDto.startedAt added
        ApplicationDto.createdAt added
    """,
    "2023-06-22": """
        ! GET /jobs answer 200 is JobOverviewDto instead of JobDto
        ! GET /services parameter lifecycle loses CREATING, ERROR
        ApiDto.lifecycle loses CREATING, ERROR
        ApiOverviewDto.lifecycle loses CREATING, ERROR
        ServiceDefinitionDto.lifecycle loses CREATING, ERROR
        ServiceOverviewDto.lifecycle loses CREATING, ERROR
        BuildJobDto.status loses CANCELLED, EXPIRED, INTERNAL_ERROR, PENDING, QUEUED, \
STATUS_UNKNOWN, TIMEOUT, UNRECOGNIZED
        ! BuildJobDto.step loses DEPLOY_SERVICE, UNKNOWN and gains INIT
        ! ProductDto.type gains BRACKET_DM1, BRACKET_SV1, BRACKET_TN1
    """,
    "2023-07-07": """
        ServiceOverviewDto.buildStatus added
        ! ServiceOverviewDto.provider removed
        ! ServiceOverviewDto.industries removed
        ServiceDto.currentUserPermission: readOnly null -> true
        ServiceOverviewDto.currentUserPermission: readOnly null -> true
        ApplicationDto.currentUserPermission: readOnly null -> true
    """,
    "2023-07-19": f"""
        ! {CREATE} parameter quantumBackend removed
        ! {REGISTER} parameter quantumBackend removed
        ! {CREATE} parameter usePlatformToken removed
        ! ApiDto.quantumBackend removed
        ! ApiOverviewDto.quantumBackend removed
        ! ServiceDefinitionDto.quantumBackend removed
        ! ServiceOverviewDto.quantumBackend removed
        ! JobDto.serviceDefinition is ServiceDefinitionOverviewDto instead of ServiceDefinitionDto
        ! JobOverviewDto.serviceDefinition is ServiceDefinitionOverviewDto instead of \
ServiceDefinitionDto
        ! PlatformManagedConfiguration removed
        ServiceDefinitionDto.configurations loses PlatformManagedConfiguration
        ! PUT {VERSION}/resource-configuration request body loses PlatformManagedConfiguration
        ! ProductDto.type loses BRACKET_DM1, BRACKET_SV1, BRACKET_TN1 and gains AWS_DM1, \
AWS_IONQ_ARIA, AWS_IONQ_HARMONY, AWS_OQC_LUCY, AWS_QUANTUM_TASK, AWS_RIGETTI_ASPENM, AWS_SV1, \
AWS_TN1
    """,
    "2023-07-27": f"""
        PUT {VERSION}/runtime-configuration added
        ! {CREATE} parameter runtime loses PYTHON
        RuntimeConfiguration.runtime loses PYTHON
        RuntimeConfiguration.environment added
        RuntimeConfiguration.applyProviderTokens added
        CreateManagedServicePricingPlanRequest.chargedProducts added
    """,
    # The order of ServiceDefinitionDto's members is no change. unpublishService is deprecated in
    # all of these documents.
    "2024-02-21": f"""
        ! POST {SUBSCRIPTIONS} removed
        ! GET {SUBSCRIPTIONS}/{{subscriptionId}} removed
        ! DELETE {SUBSCRIPTIONS}/{{subscriptionId}} removed
        ! CreateInternalSubscriptionRequest removed
        ! {SUBSCRIBE} moved to POST /subscriptions
        ! {SUBSCRIBE}: tags ["Service Platform - Marketplace"] -> \
["Service Platform - Subscriptions"]
        ! {SUBSCRIBE} parameter id removed
        {SUBSCRIBE} answer 2XX removed
        {SUBSCRIBE} answer 200 added
        {SUBSCRIBE} parameter X-OrganizationId added
        CreateSubscriptionRequest.serviceId added
        ! CreateSubscriptionRequest.serviceId: required false -> true
        ! CreateSubscriptionRequest.applicationId: required false -> true
        ! CreateSubscriptionRequest.pricingPlanId removed
        DELETE /subscriptions/{{id}} added
        ! GET /subscriptions/{{id}}/executions removed
        GET /subscriptions/{{id}}/service-executions added
        GET /data-pools added
        POST /data-pools added
        GET /data-pools/{{id}} added
        PUT /data-pools/{{id}} added
        DELETE /data-pools/{{id}} added
        POST /data-pools/{{dataPoolId}}/files added
        GET /data-pools/{{dataPoolId}}/data-sources added
        DELETE /data-pools/{{dataPoolId}}/data-sources/{{dataSourceId}} added
        GET /data-pools/{{dataPoolId}}/data-sources/{{dataSourceId}}/file added
        POST /workflow-services added
        GET /workflow-services/{{serviceId}}/versions/{{versionId}}/workflow-model added
        PUT /workflow-services/{{serviceId}}/versions/{{versionId}}/workflow-model added
        ! ServiceDefinitionDto.type gains WORKFLOW
        ! ServiceDefinitionOverviewDto.type gains WORKFLOW
        ! ServiceOverviewDto.type gains WORKFLOW
        ! ApiDto.serviceType gains WORKFLOW
        ! ApiOverviewDto.type gains WORKFLOW
        ServiceDefinitionDto.processDefinitionId added
        ServiceDefinitionDto.workflowModel added
        ! PUT /v2{VERSION}/source-code: operationId "updateSourceCode" -> "updateSourceCodePut"
        POST /v3{VERSION}/source-code added
        ! PUT /v2{VERSION}/api-spec moved to PUT /v3{VERSION}/api-spec
        PUT /v2{VERSION}/api-spec added
        ServiceDefinitionDto.source added
        UpdateVersionRequest.source added
        FileSource added
        RegistrySource added
        ServiceSource added
        ! BuildJobDto.step gains UNKNOWN
        ServiceDefinitionOverviewDto.serviceId added
        ServiceDefinitionOverviewDto.isDeleted added
        GET /services/{{id}}/versions answer 200: uniqueItems true -> null
        ! GET /v2/apis/{{id}}/logo answer 200: type "array" -> "string"
        FileDto added
        OwnerDto added
        ReviewDto added
        PageableObject added
        SortObject added
    """,
}


def shown(change: Change) -> str:
    return f"{'! ' if change.breaking else ''}{change}".partition(", without ")[0]


@pytest.mark.parametrize("state", range(1, len(STATES)), ids=lambda n: STATES[n].stem)
def test_every_known_change_is_named(state: int, tried: Tried) -> None:
    known = [line.strip() for line in KNOWN[STATES[state].stem].strip().splitlines()]
    found = {shown(change) for change in wire_changes(read(STATES[state - 1]), read(STATES[state]))}
    assert [line for line in known if line not in found] == []
    tried(len(known), "known changes of the API's history")


def test_nothing_is_left_out() -> None:
    assert [path.stem for path in STATES[1:]] == list(KNOWN)
    counts = {path.stem: len(operations(read(path))) for path in STATES}
    assert list(counts.values()) == [36, 51, 59, 60, 60, 60, 60, 61, 73]


def shuffle(node: Any, chance: random.Random) -> Any:
    """Return the same document in another order, with other texts."""
    if isinstance(node, list):
        return [shuffle(item, chance) for item in node]
    if not isinstance(node, dict):
        return node
    keys = list(node)
    chance.shuffle(keys)
    other = {key: shuffle(node[key], chance) for key in keys}
    for key, value in other.items():
        if key in ("enum", "oneOf", "parameters", "required", "security") and is_list(value):
            chance.shuffle(value)
        if key in ("description", "summary", "title") and isinstance(value, str):
            other[key] = f"{value} Or, in other words, {chance.random()}."
    if other.get("type") == "string":
        other["example"] = "another one"
    return other


def is_list(value: Any) -> bool:
    return isinstance(value, list)


@pytest.mark.parametrize("state", range(len(STATES)), ids=lambda n: STATES[n].stem)
def test_another_order_and_other_texts_are_no_change(state: int) -> None:
    document = read(STATES[state])
    chance = random.Random(state)
    for _ in range(3):
        other: Document = shuffle(copy.deepcopy(document), chance)
        assert json.dumps(other) != json.dumps(document)
        assert wire_changes(document, other) == []
        assert wire_changes(other, document) == []


@pytest.mark.parametrize("state", range(len(STATES)), ids=lambda n: STATES[n].stem)
def test_the_words_of_another_version_are_no_change(state: int, tried: Tried) -> None:
    document = read(STATES[state])
    document["components"]["schemas"]["ServiceDto"]["properties"]["name"]["nullable"] = True
    other = in_3_1(document)
    validate(other, "the twin in 3.1")
    assert json.dumps(other) != json.dumps(document)
    assert wire_changes(document, other) == []
    assert wire_changes(other, document) == []
    earlier = read(STATES[state - 1])
    told = [shown(change) for change in wire_changes(earlier, document)]
    assert [shown(change) for change in wire_changes(in_3_1(earlier), other)] == told
    tried(1, "states in OpenAPI 3.1")


def test_nor_are_they_in_python(tmp_path: Path) -> None:
    document = in_3_1(read(STATES[0]))
    generate_package(PLANQK.platform, tmp_path, document=document)
    assert python_changes("planqk_platform", GENERATED, tmp_path) == []


def test_schemas_that_contain_each_other_are_compared_once() -> None:
    """Resolved where they stand, twelve of them would make a document of gigabytes."""
    names = [f"Node{number}" for number in range(12)]
    before, after = read(STATES[0]), read(STATES[0])
    for document in (before, after):
        for name in names:
            members = {other: {"$ref": f"#/components/schemas/{other}"} for other in names}
            document["components"]["schemas"][name] = {"type": "object", "properties": members}
        schemas = document["components"]["schemas"]
        schemas["ServiceDto"]["properties"]["node"] = {"$ref": "#/components/schemas/Node0"}
    del after["components"]["schemas"]["Node7"]["properties"]["Node3"]
    shapes = Comparison(Api(before), Api(after))
    assert {str(change) for change in shapes.changes()} == {"Node7.Node3 removed"}
    assert shapes.pairs < 60


# What the SDK's own notes say of the step, and what it shows of new operations.
KNOWN_OF_THE_HUB = """
    ! ServiceExecutionLogs: type "array" -> "object"
    ! ActivityInstance.state gains FAILED
    LogEntry.timestamp: format "date-time" -> null
    GET /marketplace/services parameter page added
    GET /marketplace/services parameter size added
    GET /marketplace/services parameter sort added
    GET /products added
    GET /service-executions/{id}/lineage added
    DELETE /organizations/{id}/image added
    OrganizationDto.imageUrl added
"""


def test_a_step_of_the_hub(tried: Tried) -> None:
    before, after = spelled(HUB.platform, read(HUB_BEFORE)), hub_now()
    found = {shown(change) for change in wire_changes(before, after)}
    known = [line.strip() for line in KNOWN_OF_THE_HUB.strip().splitlines()]
    assert [line for line in known if line not in found] == []
    assert "removed" not in {
        change.kind
        for change in wire_changes(before, after)
        if change.place.operation and not change.place.part
    }
    tried(len(known), "known changes of the Hub's history")


# What the SDK's releases show: paths that moved, names that were made up, members that went. That
# a body or a member became required is the document told more strictly.
KNOWN_OF_ITS_FIRST_STEP = """
    ! GET /service-executions/v1 moved to GET /service-executions
    ! GET /service-executions/v1/{id} moved to GET /service-executions/{id}
    ! GET /service-executions/v1/{id}/costs moved to GET /service-executions/{id}/costs
    ! GET /service-executions/v1/{id}/logs moved to GET /service-executions/{id}/logs
    ! GET /service-executions/v1/{id}/metrics moved to GET /service-executions/{id}/metrics
    ! GET /service-executions/v1/{id}/results moved to GET /service-executions/{id}/results
    ! GET /service-executions/v1/{id}/results/** moved to GET /service-executions/{id}/results/**
    ! HEAD /service-executions/v1/{id} moved to HEAD /service-executions/{id}
    ! PUT /service-executions/v1/{id}/cancel moved to PUT /service-executions/{id}/cancel
    ! GET /organizations/search: operationId "getServiceExecutions1" -> "searchOrganizations"
    ! DELETE /datapools/{id}/shares/{shareId}: operationId "deleteShare1" -> "deleteDataPoolShare"
    ! DELETE /services/{id}/shares/{shareId}: operationId "deleteShare" -> "deleteServiceShare"
    ! GET /service-jobs parameter sort: type "array" -> "string"
    ! POST /service-jobs request body serviceId: required false -> true
    ! POST /subscriptions request body applicationId: required false -> true
    ! CostEntry.count removed
    ! CostEntry.currency removed
    ! CostEntry.unitPrice is Money instead of unnamed
    ! PricingPlanDto.products removed
    AccessKeyType loses APIM
    GET /services added
    POST /managed-services added
    PUT /managed-services/{id}/build added
    PUT /services/{id}/publication added
    POST /external-services added
    GET /marketplace/services added
    POST /datapools/{id}/grants added
    GET /my/accounts added
"""


def test_the_step_of_the_hub_before(tried: Tried) -> None:
    before, after = (spelled(HUB.platform, read(each)) for each in (HUB_FIRST, HUB_BEFORE))
    assert (len(operations(before)), len(operations(after))) == (47, 109)
    changes = wire_changes(before, after)
    found = {shown(change) for change in changes}
    known = [line.strip() for line in KNOWN_OF_ITS_FIRST_STEP.strip().splitlines()]
    assert [line for line in known if line not in found] == []
    new = {str(each.place.operation) for each in changes if each.kind == "added"}
    assert len({place for place in new if place in map(str, operations(after))}) >= 50
    tried(len(known), "known changes of the Hub's history")
