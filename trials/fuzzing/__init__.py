"""What `trials.fuzz` is made of: `targets` (what is tried, and what it may answer), `seeds` (what is changed), `mutator`
(how, where atheris is missing or cannot see), `driver` (one target in a process of its own)."""
