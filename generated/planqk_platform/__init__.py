"""A client library for accessing PlanQK Platform OpenAPI definition"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
