"""Bodies, policy, assessment, review, decision, pool and reports: what governs the portfolio."""
