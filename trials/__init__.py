"""What takes minutes: `./run trial NAME`. Each module is one trial; `python -m trials.NAME` runs it."""
