"""A text in; the language that it is written in out, by py3langid's model, which comes with the package."""

SHORT, SAMPLE = 800, 3000  # characters that are read of a text
FEWEST, SURE = 60, 200  # below the first a guess is worth nothing; from the second it goes before what is stated
_NAMES = {"english": "en", "deutsch": "de", "german": "de", "french": "fr", "spanish": "es", "arabic": "ar"}


def language_of(text, stated=""):
    """Two-letter code of the language of a text; for a short one that of `stated` (such as ``en-GB``), if any."""
    code = stated.strip().lower().replace("_", "-").partition("-")[0]
    stated = _NAMES.get(code, code if len(code) in (2, 3) else "")
    if len(text) < (SURE if stated else FEWEST):
        return stated
    import py3langid

    # Most articles are in English, and little of one says so; any other answer is worth more time.
    code = py3langid.classify(text[:SHORT])[0]
    return code if code == "en" else py3langid.classify(text[:SAMPLE])[0]
