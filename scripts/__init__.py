"""The command-line doors: ``python -m scripts.NAME`` reads its arguments, calls the core, prints and exits."""
