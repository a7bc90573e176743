"""monitor: how outlets cover the stance of a target, from a folder of articles to a report."""

__version__ = "0.1.0"
__all__ = ["Corpus", "__version__"]


def __getattr__(name):
    if name == "Corpus":
        from monitor.corpus import Corpus

        return Corpus
    raise AttributeError(f"module 'monitor' has no attribute {name!r}")
