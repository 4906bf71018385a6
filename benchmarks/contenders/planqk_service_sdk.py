"""planqk-service-sdk, as its own page shows it."""

from answering import answer
from executing import executing
from planqk.service.client import PlanqkServiceClient

if __name__ == "__main__":
    answer(*executing(PlanqkServiceClient))
