"""What `benchmarks.ingest` measures, one module for each question. `measure` says what a measurement is."""
