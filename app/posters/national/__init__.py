"""Codes of tokhaiyte.vn that units have already: recorded from a link, a picture or a PDF, shown apart from ours."""
