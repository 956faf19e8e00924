"""`python -m relplanner` is the command `relplanner`."""

from relplanner.commands.cli import main

if __name__ == "__main__":
    main()
