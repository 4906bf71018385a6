"""What an execution is given: arguments of run(), and what the reserved names say."""

import re
from dataclasses import dataclass, field

from ...work.strict_json import JsonObject, JsonValue
from ..refusals import bad_request

TAGS, SECRETS = "$tags", "$secrets"
SECRET_LIMIT = 64 * 1024
WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NAME = re.compile(r"[A-Z0-9_]+")


@dataclass(frozen=True, kw_only=True)
class Given:
    """An input in its parts. `secrets` are variables of the environment."""

    arguments: JsonObject
    tags: list[str]
    secrets: dict[str, str] = field(repr=False)


def read_input(body: JsonObject) -> Given:
    """Return the parts of an input.

    Raises:
        Refusal: 400.
    """
    arguments = {name: value for name, value in body.items() if name not in (TAGS, SECRETS)}
    return Given(
        arguments=arguments,
        tags=_tags(body.get(TAGS)),
        secrets=_variables(body.get(SECRETS)),
    )


def _tags(value: JsonValue) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or any(not isinstance(each, str) for each in value):
        raise bad_request(f"{TAGS} has to be a list of strings")
    return [str(each) for each in value]


def _variables(value: JsonValue) -> dict[str, str]:
    """Return secrets as variables: apiKey, api_key and API_KEY all become SECRET_API_KEY."""
    if value is None:
        return {}
    if not isinstance(value, dict) or any(not isinstance(each, str) for each in value.values()):
        raise bad_request(f"{SECRETS} has to be an object of strings")
    variables: dict[str, str] = {}
    for name, secret in value.items():
        variable = WORD.sub("_", name).upper()
        if not NAME.fullmatch(variable):
            raise bad_request(f"A name in {SECRETS} has other signs than letters, digits and _")
        variables[f"SECRET_{variable}"] = str(secret)
    if any("\0" in each for each in variables.values()):
        raise bad_request(f"A value in {SECRETS} has a zero, which no variable can hold")
    if sum(map(len, variables.values())) > SECRET_LIMIT:
        raise bad_request(f"The values in {SECRETS} have more than {SECRET_LIMIT} characters")
    return variables
