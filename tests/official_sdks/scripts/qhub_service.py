"""Call a service on the sandbox with qhub-service, which knows nothing of this project.

Run by `make check-official-sdks`, in an environment of its own.
"""

import os
import tempfile
from pathlib import Path

from authlib.integrations.base_client.errors import OAuthError
from qhub.service.client import HubPlatformClient, HubServiceClient
from qhub.service.datapool import DataPoolGrant

ENDPOINT = os.environ["SERVICE_ENDPOINT"]
TOKENS = f"{ENDPOINT.rsplit('/', 3)[0]}/token"
KEY, SECRET = os.environ["KQH_ACCESS_KEY_ID"], os.environ["KQH_SECRET_ACCESS_KEY"]


def main():
    platform = HubPlatformClient(
        organization_id=os.environ["ORGANIZATION"] or None,
        platform_endpoint=os.environ["KQH_BASE_URL"],
    )
    client = HubServiceClient(
        ENDPOINT, KEY, SECRET, token_endpoint=TOKENS, platform_client=platform
    )
    grant = DataPoolGrant(
        name="pool",
        datapool_id=os.environ["POOL"],
        application_id=os.environ["APPLICATION"],
        permission="VIEW",
    )
    done = client.run(
        {"values": [1, 2.5], "report": True},
        secrets={"apiKey": "s3cret"},
        tags=["SDK"],
        grants=[grant],
    )
    done.wait_for_final_state(timeout=60, wait=0.1)
    assert done.status == "SUCCEEDED"
    result = done.result()
    assert result.data() == {"sum": 10.5, "unit": "", "secret": "s3cret"}, result
    assert result.metadata().tags == ["sdk"]
    assert "report.txt" in done.result_files(), result.files()
    with tempfile.TemporaryDirectory() as folder:
        done.download_result_file("report.txt", folder)
        assert Path(folder, "report.txt").read_text() == "report"
    assert "adding 2" in [entry.message for entry in done.logs()]

    wrong = client.run({"values": ["text"]})
    wrong.wait_for_final_state(timeout=60, wait=0.1)
    assert wrong.status == "FAILED"
    assert wrong.result()["title"] == "TypeError"

    slow = client.run({"values": [], "wait": 60})
    slow.cancel()
    slow.wait_for_final_state(timeout=60, wait=0.1)
    assert client.get_service_execution(slow.id).status == "CANCELLED"
    assert [each.id for each in client.get_service_executions()] == [slow.id, wrong.id, done.id]

    try:
        HubServiceClient(ENDPOINT, KEY, "wrong", token_endpoint=TOKENS).run({"values": []})
    except OAuthError as refused:
        assert refused.error == "invalid_client"
    else:
        raise AssertionError("a wrong key is accepted")


if __name__ == "__main__":
    main()
