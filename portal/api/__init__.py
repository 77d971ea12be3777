"""`/api/v1/`: the library for programs, to read alone. The same for everybody: no key, no session, only what is public.

`promise` are the values as programs get them (and as `/api/v1/openapi.json` describes them), `told` makes them from ours,
`operations` are the addresses.
"""
