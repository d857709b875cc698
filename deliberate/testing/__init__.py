"""For authors of models: tests that walk an installed model through its scenarios.

`deliberate.testing.contract.ModelContract` holds the tests; the pytest plugin beside it gives each
of them one scenario after the other.
"""
