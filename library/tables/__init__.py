"""Tables of figures: what they hold, what may be shown of them, and how they leave the house.

Pure and typed: no models, no requests. Each module imports only from those before it: values, faults, numbers, headings,
villages, reading, totals, across, derived, telling, equations, adding, small_counts, guessing, ordering, headline, notes,
formulas, written, packages.
"""
