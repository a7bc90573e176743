"""What a function says of each value met: few words and forms make up most of a text."""

MOST_KNOWN = 100_000


class Known(dict):
    """Dict from value to what a function says of it, which is asked once; begun anew where it would grow too large."""

    def __init__(self, function):
        self._function = function

    def __missing__(self, value):
        if len(self) > MOST_KNOWN:
            self.clear()
        found = self[value] = self._function(value)
        return found
