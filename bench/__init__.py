"""The benchmarks: a portfolio of a given size, and what its pages cost (`script/bench`)."""
