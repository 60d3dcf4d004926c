"""What visitors' ratings come to, and how far apart two sources are."""

from app.safety.rules import ASSESSED, Level
from app.visits.crowding import FEWEST_RATINGS

GOOD, FAIR, POOR = 3, 2, 1
# Mean ratings from which a unit is safe, or at risk: halves and quarters, so that sums decide in whole numbers.
SAFE_FROM, AT_RISK_FROM = (5, 2), (7, 4)


def visitors_level(good: int, fair: int, poor: int) -> Level:
    """The level that the mean of ratings comes to; none while so few told that each could be guessed."""
    count, total = good + fair + poor, GOOD * good + FAIR * fair + POOR * poor
    if count < FEWEST_RATINGS:
        return Level.NONE
    if total * SAFE_FROM[1] >= count * SAFE_FROM[0]:
        return Level.SAFE
    return Level.AT_RISK if total * AT_RISK_FROM[1] >= count * AT_RISK_FROM[0] else Level.UNSAFE


def gap(claimed: Level, other: Level) -> int | None:
    """How many levels worse another source is than the unit says; negative: better; None: not to be compared."""
    if claimed not in ASSESSED or other not in ASSESSED:
        return None
    return ASSESSED.index(other) - ASSESSED.index(claimed)
