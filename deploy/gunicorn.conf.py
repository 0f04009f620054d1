"""gunicorn for both surfaces: `gunicorn --config deploy/gunicorn.conf.py config.wsgi`.

What differs between them is in the environment.
"""

import os

bind = os.environ.get("OUTTURN_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("OUTTURN_WORKERS", "2"))
threads = int(os.environ.get("OUTTURN_THREADS", "4"))
worker_class = "gthread"
preload_app = False  # each worker proves its surface, and has connections of its own

timeout = 60  # an import of a large workbook takes seconds; nothing takes a minute
graceful_timeout = 30
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
worker_tmp_dir = "/dev/shm"  # nosec B108: the heartbeat must not wait for a disk
forwarded_allow_ips = os.environ.get("OUTTURN_PROXY", "127.0.0.1")
limit_request_line = 4094
control_socket_disable = True

# Who asked for what, by address without its query and without who refers to it; in the form of all other lines.
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(B)s bytes %(M)s ms %({x-request-id}o)s"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
