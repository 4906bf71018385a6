"""What the world refuses. Each face has answers of its own for these."""


class WorldError(Exception):
    """A rule of the world is against it; the text says which, and what to do."""


class BadValue(WorldError):
    """A value is none that the world takes."""


class NotAllowed(WorldError):
    """The caller may not do it."""


class NotFound(WorldError):
    """There is no such thing, or not for the caller."""


class Conflict(WorldError):
    """The state of a thing is against it."""
