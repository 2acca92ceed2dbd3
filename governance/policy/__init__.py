"""Policy as pure calculation: profiles, triage and the pool's criteria.

Standard library only. Whatever is to be read by people leaves this room as a message key with named
figures; `governance/reason_texts.py` turns it into sentences.
"""
