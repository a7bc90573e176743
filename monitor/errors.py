"""The errors that an analyst may see: each names the input, what is wrong, and what to do."""


class MonitorError(Exception):
    """Root of every error that this package raises on purpose; the command line prints its message alone."""


class InputError(MonitorError):
    """A path, name or parameter that was given cannot be used as given."""


class CodebookError(MonitorError):
    """The codebook file holds a mistake."""


class StoreError(MonitorError):
    """The store cannot be read or written."""


class ReportError(MonitorError):
    """A report could not be finished; the notebook that failed has been saved."""
