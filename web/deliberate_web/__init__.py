"""The web: portal, member pages and API of deliberate, on Flask."""
