"""Surveys: waves of questions to members, a sample, those who answered, a control group."""
