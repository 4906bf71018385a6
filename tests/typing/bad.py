"""What has to be rejected: each line that says so, by mypy --strict."""

from planqk_platform.api.service_platform_services import get_service

from planqk_helpers import connect, find_service, get_result, start_execution, wait_for_build
from planqk_helpers.engine.calls import call

client = connect("key")
find_service(client, nmae="Sum")  # rejected: no such keyword
find_service(client, 5)  # rejected: a name is a string
find_service.aio(client).close()  # rejected: the name is missing
find_service(client, "Sum").idd  # rejected: no such member
call(get_service, "x", klient=client)  # rejected: no such keyword
call(get_service, 5, client=client)  # rejected: an id is a string
get_result(client, "id")  # rejected: an execution, not its id
start_execution(client, "s", "a", data=[1])  # rejected: data is a mapping
wait_for_build(client, "s", on_update=lambda build: build.sttaus)  # rejected: no such member
