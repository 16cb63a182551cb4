"""Texts as files for translators: out in gettext, XLIFF or a table, back as a three-way merge in which no word is lost."""
