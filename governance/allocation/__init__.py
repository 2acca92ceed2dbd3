"""Which proposals a pool can pay for: by rank, by rank skipping, and best value. Pure: no Django, no rows.

Whole numbers throughout, so that what is called best is best to the last øre. Floating point serves only for upper
bounds, always rounded up. Every method answers for `Board`, which has worked out what locks, requirements and
exclusions leave open.
"""
