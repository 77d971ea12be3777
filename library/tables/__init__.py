"""Tables of figures: what they hold, what may be shown of them, and how they leave the house.

Pure and typed: no models, no requests. Each module imports only from those before it: values, faults, numbers, ages, told_counts,
headings, villages, reading, sums, labels, blocks, totals, averages, across, derived, telling, equations, alternatives, adding,
small_counts, guessing, ordering, headline, notes, formulas, written, packages.
"""
