"""The API of the Kipu Quantum Hub: the platform, and the gateway of its services."""

# Where it is.
PLATFORM = "/hub/qc-catalog"
GATEWAY = "/hub/gateway"
