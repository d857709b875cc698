"""Quotas from the make-up of a population: how many of a panel a group has, and with what room."""
