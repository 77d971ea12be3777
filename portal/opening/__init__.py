"""What `./run` stands on: standard library only, because it works before anything is installed.

Each module imports only leftwards: place, words, processes, packages, library, checks.
"""
