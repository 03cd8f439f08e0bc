"""Launches the command from a checkout: `python cli.py ...` is `subsidy ...`."""

from subsidy.commands import main

if __name__ == "__main__":
    main()
