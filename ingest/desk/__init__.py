"""The editor's desk: files that came together, put in order and published together.

`bringing` takes them in, `rows` says where each stands, `summary` says it of all in words, `mending` corrects and
publishes. Called by the views of the admin alone.
"""
