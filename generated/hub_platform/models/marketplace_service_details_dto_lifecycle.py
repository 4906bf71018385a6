from enum import StrEnum


class MarketplaceServiceDetailsDtoLifecycle(StrEnum):
    ACCESSIBLE = "ACCESSIBLE"
    CREATED = "CREATED"
    PUBLISHED = "PUBLISHED"

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return repr(self.value)

    @classmethod
    def _missing_(cls, value: object) -> "MarketplaceServiceDetailsDtoLifecycle | None":
        """Keep a value that this version of the API does not know."""
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = unknown._value_ = value
        return unknown
