"""What may happen to raw data in a test: the methods of a class that two numbers steer, in any sequence."""

import inspect
import os

from hypothesis import HealthCheck, Phase, settings


def changes_of(kind: type) -> list[str]:
    """The changes that a class knows: its methods that take `a` and `b` and answer nothing."""
    return sorted(
        name
        for name, value in vars(kind).items()
        if callable(value)
        and list(inspect.signature(value).parameters) == ["self", "a", "b"]
        and "return" not in value.__annotations__
    )


def sequences(examples: int) -> settings:
    """So many fixed sequences; AD_METRICS_EXAMPLES sets another number, of random ones."""
    return settings(
        # A failing sequence is short enough to be read as it is; each try at a shorter one takes seconds.
        phases=[Phase.explicit, Phase.generate],
        max_examples=int(os.environ.get("AD_METRICS_EXAMPLES", examples)),
        derandomize="AD_METRICS_EXAMPLES" not in os.environ,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        print_blob=True,
    )
