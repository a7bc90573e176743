"""Quotations of news articles: who says what, found by learned linear decisions."""

from monitor.quotes.extraction import Quote, find_quotes, quotes_table
from monitor.quotes.speakers import name_speakers, read_aliases, speakers_table, spoken

VERSION = "17"
