"""Run the web server: python -m deliberate_web."""

from deliberate_web.serving import main

main()
