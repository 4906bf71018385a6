"""The same recipes for the platform of today, the Kipu Quantum Hub.

    from planqk_helpers.hub import connect, find_service

    with connect() as client:
        service = find_service(client, "My service")

These recipes take and return the models of the Hub's generated client. Recipes for what only the
Hub has (jobs, data pools, logs, result files) are here too.
"""

import lazy_loader

# As in the package above: a script needs few of the names.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
