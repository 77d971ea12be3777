"""The parts of `benchmarks.search`: how fast questions are answered, how surely a page is found, how fast texts go in."""
