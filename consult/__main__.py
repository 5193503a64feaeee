"""`python -m consult …`: the command line."""

from consult.cli import main

main()
