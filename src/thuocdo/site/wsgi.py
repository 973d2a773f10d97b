"""The WSGI application; warms the figures readers ask for first while it starts."""

import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuocdo.site.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()


def _warm() -> None:
    from thuocdo.cockpit.figures import warm
    from thuocdo.service.lake_figures import warm as warm_lake

    warm()
    warm_lake()


threading.Thread(target=_warm, name="warm", daemon=True).start()
