"""How long to wait before trying again; pure."""

FIRST, TIMES, LONGEST = 10, 3, 600  # seconds


def pause(attempt: int, longest: int = LONGEST) -> int:
    """Seconds to wait after failed attempt ``attempt`` (from 1): 10, 30, 90 … ``longest``."""
    return min(FIRST * TIMES ** min(attempt - 1, 12), longest)
