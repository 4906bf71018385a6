"""Recipes for the work that the platform's cookbook leaves to its users: wait, find, execute.

A recipe is a function that takes the generated client of `connect`. It can be called directly, or
awaited with asyncio in its form ``.aio``:

    with connect() as client:
        service = find_service(client, "My service")

    async with connect() as client:
        service = await find_service.aio(client, "My service")

Arguments are checked before anything is sent: one that cannot be used raises `InvalidInput`.
"""

import lazy_loader

# A script needs few of the names, and all of them take longer to import than a request takes. They
# are listed in __init__.pyi, each with the module it is loaded from when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
