"""PlanQK's API, of 2022-12: the platform, and the gateway of its services."""
