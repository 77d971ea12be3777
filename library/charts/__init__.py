"""Charts as SVG, drawn by us: bars, lines by year, small multiples; and the same as a picture for slides.

Pure and typed. What is drawn is a `Chart` value; `from_tables` makes one of a public table. Inlined into a page a chart
takes its colours from the site's style sheet (`charts.css`) by classes; on its own it carries light colours, its title and
its source. Each module imports only from those before it: values, scales, drawing, bars, lines, multiples, told, whole,
from_tables, pictures.
"""
