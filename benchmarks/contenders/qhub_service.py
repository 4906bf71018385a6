"""qhub-service, as its own page shows it."""

from answering import answer
from executing import executing
from qhub.service.client import HubServiceClient

if __name__ == "__main__":
    answer(*executing(HubServiceClient))
