"""What the platform's cookbook makes every user write: waiting, finding by name, executing.

Recipes are functions over the generated client that `connect` returns. Each can be called blocking
or, with ``.aio``, awaited:

    with connect() as client:
        service = find_service(client, "My service")

    async with connect() as client:
        service = await find_service.aio(client, "My service")

All arguments are checked before anything is sent: what cannot be used raises `InvalidInput`.
"""

import lazy_loader

# A script needs few of the names, and all of them take longer to import than a request takes. They
# are listed in __init__.pyi, each with the module it is loaded from when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
