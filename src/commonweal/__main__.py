"""Let `python -m commonweal` be the command line."""

from commonweal.cli.main import run

if __name__ == "__main__":
    run()
