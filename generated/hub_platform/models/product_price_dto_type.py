from enum import StrEnum


class ProductPriceDtoType(StrEnum):
    AQT_QPU_IBEX = "AQT_QPU_IBEX"
    AQT_QPU_IBEX_SHOT = "AQT_QPU_IBEX_SHOT"
    AQT_SIM_IDEAL = "AQT_SIM_IDEAL"
    AWS_DM1 = "AWS_DM1"
    AWS_IONQ_ARIA = "AWS_IONQ_ARIA"
    AWS_IONQ_FORTE = "AWS_IONQ_FORTE"
    AWS_IONQ_FORTE_ENTERPRISE = "AWS_IONQ_FORTE_ENTERPRISE"
    AWS_IONQ_HARMONY = "AWS_IONQ_HARMONY"
    AWS_IQM_GARNET = "AWS_IQM_GARNET"
    AWS_OQC_LUCY = "AWS_OQC_LUCY"
    AWS_QUANTUM_TASK = "AWS_QUANTUM_TASK"
    AWS_QUERA_AQUILA = "AWS_QUERA_AQUILA"
    AWS_RIGETTI_ANKAA2 = "AWS_RIGETTI_ANKAA2"
    AWS_RIGETTI_ASPENM = "AWS_RIGETTI_ASPENM"
    AWS_RIGETTI_CEPHEUS = "AWS_RIGETTI_CEPHEUS"
    AWS_SV1 = "AWS_SV1"
    AWS_TN1 = "AWS_TN1"
    AZURE_IONQ_SIMULATOR = "AZURE_IONQ_SIMULATOR"
    CPU = "CPU"
    GPU_NVIDIA_T4 = "GPU_NVIDIA_T4"
    GPU_NVIDIA_V100 = "GPU_NVIDIA_V100"
    IBM_QUANTUM_TIME = "IBM_QUANTUM_TIME"
    IONQ_1_GATE_SHOT = "IONQ_1_GATE_SHOT"
    IONQ_2_GATE_SHOT = "IONQ_2_GATE_SHOT"
    IQM_EMERALD = "IQM_EMERALD"
    IQM_GARNET = "IQM_GARNET"
    KIPU_SIM_QSIM = "KIPU_SIM_QSIM"
    MEMORY = "MEMORY"
    QUANDELA_QPU_BELENOS = "QUANDELA_QPU_BELENOS"
    QUANDELA_SIM_BELENOS = "QUANDELA_SIM_BELENOS"
    QUDORA_SIM_XG1 = "QUDORA_SIM_XG1"
    UNKNOWN = "UNKNOWN"

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return repr(self.value)

    @classmethod
    def _missing_(cls, value: object) -> "ProductPriceDtoType | None":
        """Keep a value that this version of the API does not know."""
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = unknown._value_ = value
        return unknown
