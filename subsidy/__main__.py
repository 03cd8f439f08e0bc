"""`python -m subsidy` is `subsidy`."""

from subsidy.commands import main

if __name__ == "__main__":
    main()
