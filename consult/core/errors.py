"""What a verb raises when it refuses. The web kit turns each into an answer with its status.

`message` is text for the reader, in the reader's language (a lazy string), naming what to do.
"""


class ConsultError(Exception):
    """Base of all refusals; `status` is the HTTP status that the web kit answers with."""

    status = 400

    def __init__(self, message: object = "", **details: object) -> None:
        super().__init__(str(type(self).__name__))
        self.message = message
        self.details = details


class NotFound(ConsultError):
    """There is no such thing, or none that this reader may know of."""

    status = 404


class NotAllowed(ConsultError):
    """The reader may see the thing and may not do this to it."""

    status = 403


class WrongState(ConsultError):
    """The thing is in a state in which this cannot be done: closed, withdrawn, published."""

    status = 409


class StaleBase(WrongState):
    """Somebody else changed the thing meanwhile; `details` hold both versions for the page."""


class InvalidInput(ConsultError):
    """What was sent cannot be taken; `details['field']` names the field where there is one."""

    status = 422


class TooMany(ConsultError):
    """A limit on how often is reached."""

    status = 429
