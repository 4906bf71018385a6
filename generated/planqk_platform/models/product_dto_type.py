from enum import StrEnum


class ProductDtoType(StrEnum):
    API = "API"
    CPU = "CPU"
    CUSTOM = "CUSTOM"
    IONQ_1_GATE_SHOT = "IONQ_1_GATE_SHOT"
    IONQ_2_GATE_SHOT = "IONQ_2_GATE_SHOT"
    MEMORY = "MEMORY"

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return repr(self.value)

    @classmethod
    def _missing_(cls, value: object) -> "ProductDtoType | None":
        """Keep a value that this version of the API does not know."""
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = unknown._value_ = value
        return unknown
