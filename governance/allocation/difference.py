"""What sets the three methods apart, in one sentence."""

from dataclasses import dataclass
from decimal import Decimal

from governance.policy.messages import Figures, Message, MessageKey


@dataclass(frozen=True, slots=True)
class Selection:
    """The proposals chosen, in the order they were given in; DKK excluding VAT, and the value in its own unit."""

    ids: tuple[str, ...]
    amount: Decimal
    value: Decimal


def tell_difference(
    by_rank: Selection, skipping: Selection, best: Selection, *, amounts: dict[str, Decimal], budget: Decimal
) -> Message:
    """Return what best value takes and drops against the ranking, and what each method comes to."""
    ranked, chosen = set(by_rank.ids), set(best.ids)
    taken = tuple(one for one in best.ids if one not in ranked)
    dropped = tuple(one for one in by_rank.ids if one not in chosen)
    figures: Figures = {
        "taken_ids": taken,
        "taken_dkk": sum((amounts[one] for one in taken), Decimal(0)),
        "dropped_ids": dropped,
        "dropped_dkk": sum((amounts[one] for one in dropped), Decimal(0)),
        "best_dkk": best.amount,
        "best_value": best.value,
        "rank_value": by_rank.value,
        "skipping_value": skipping.value,
        "unused_dkk": budget - best.amount,
    }
    return Message(_key(by_rank, skipping, taken=bool(taken), dropped=bool(dropped)), figures)


def _key(by_rank: Selection, skipping: Selection, *, taken: bool, dropped: bool) -> MessageKey:
    if taken and dropped:
        return MessageKey.BEST_SWAPS
    if taken:
        return MessageKey.BEST_ADDS
    if dropped:
        return MessageKey.BEST_DROPS
    if skipping.ids != by_rank.ids:
        return MessageKey.BEST_KEEPS_RANK
    return MessageKey.METHODS_AGREE if by_rank.ids else MessageKey.NOTHING_FITS
