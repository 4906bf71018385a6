"""The APIs of the world, each in a folder of its own; here is what they share."""
