"""The advisor: which installed model suits an issue, with reasons for and against."""
