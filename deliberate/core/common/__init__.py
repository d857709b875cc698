"""Kinds of steps that may stand in any phase: documents, announcements, appointments, and so on."""
