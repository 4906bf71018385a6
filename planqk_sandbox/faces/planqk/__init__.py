"""PlanQK's API, of 2022-12: the platform, and the gateway of its services."""

# Where it is; `credentials` of the command line asks without the packages of a server.
PLATFORM = "/qc-catalog"
GATEWAY = "/gateway"
CREDENTIALS = "/sandbox/credentials"
