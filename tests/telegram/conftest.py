from collections.abc import Iterator

import pytest

from .fake_api import FakeTelegram


@pytest.fixture
def api() -> Iterator[FakeTelegram]:
    """A Telegram of the test's own. At the end no request may be left that Telegram's description does not allow."""
    with FakeTelegram() as telegram:
        yield telegram
    assert not telegram.faults, "\n".join(map(str, telegram.faults))
