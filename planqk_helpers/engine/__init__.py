"""What the recipes of every platform stand on: no generated client, no address, no product."""
