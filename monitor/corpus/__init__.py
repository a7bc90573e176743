"""The corpus: articles in versions, and the tables derived from them."""

from monitor.corpus.corpus import Corpus
from monitor.corpus.derived import READ_LANGUAGES
from monitor.corpus.ingest import gaps
