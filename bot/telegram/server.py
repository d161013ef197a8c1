"""Rasa's server with the Telegram channel alone: what `rasa run` does, without the noise of its command line.

python -m bot.telegram.server MODEL ACTION_SERVER_URL PORT
"""

import logging
import os
import sys

from bot.assistant import quiet_libraries
from bot.bootstrap import settings
from bot.training import ROOT


def main(model: str, action_server: str, port: int) -> None:
    """Serve on the loopback until SIGTERM; the HTTP API, with which reminders come, needs its token."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)-8s %(name)s: %(message)s")
    quiet_libraries()
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    from bot.action_client import ActionEndpoint, check_replies_with_one_validator

    configure_logging_and_warnings(logging.WARNING, warn_only_once=True, filter_repeated_logs=False)
    configure_structlog(logging.WARNING)
    quiet_libraries()  # Rasa has just put its own filters in front
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    endpoints.action = ActionEndpoint(f"{action_server}/webhook")
    check_replies_with_one_validator()
    serve_application(
        model,
        credentials=str(ROOT / "credentials.yml"),
        endpoints=endpoints,
        interface="127.0.0.1",
        port=port,
        enable_api=True,
        auth_token=settings().rasa_token,
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    # Everything is kept and closed by now; taking TensorFlow's modules down one by one would take seconds.
    logging.shutdown()
    os._exit(0)
