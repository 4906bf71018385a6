"""Call a service on the sandbox with planqk-service-sdk 1.0.0, PlanQK's first one.

Run by `make check-official-sdks`, in an environment of its own.
"""

import os
import sys

from planqk.service.client import PlanqkServiceClient
from planqk.service.sdk.client import PlanqkServiceApi


def main(endpoint):
    tokens = f"{endpoint.rsplit('/', 3)[0]}/token"
    key, secret = os.environ["CONSUMER_KEY"], os.environ["CONSUMER_SECRET"]
    client = PlanqkServiceClient(endpoint, key, secret, token_endpoint=tokens)
    print("status:", client.health_check().status)

    # Its own method passes no input; that of the layer below does.
    empty = client.start_execution()
    api = PlanqkServiceApi(token=client._auth.get_token, base_url=endpoint)
    summed = api.start_execution(data={"values": [1, 2.6]}, params={"round_off": True})
    for job in (empty, summed):
        client.wait_for_final_state(job.id, timeout=60, wait=0.1)
        print(client.get_status(job.id).status.value, client.get_result(job.id))
    print("interim results:", client.get_interim_results(summed.id))
    print("after cancelling:", client.cancel_execution(summed.id).status.value)


if __name__ == "__main__":
    main(sys.argv[1])
