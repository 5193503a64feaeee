"""Consult: a network writes one text together."""

from importlib import import_module

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from consult.core.database import db
from consult.core.transaction import TransactionalFlask

FEATURES = (
    "people",
    "narratives",
    "consultations",
    "contributions",
    "surveys",
    "translations",
    "consolidation",
    "blackouts",
    "reading",
    "summaries",
    "notices",
)
"""The features in their one import order; each may have models and views."""


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application: settings, extensions, the web kit, the features' pages."""
    app = TransactionalFlask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(ROOT / "instance"),
    )
    app.config.from_mapping((settings or Settings()).flask())
    import_module("consult.models")
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    _look_behind_proxies(app)
    _add_web_kit(app)
    _add_features(app)
    return app


def _look_behind_proxies(app: Flask) -> None:
    """Take the reader's address and https from our own proxies, as many as are named; never the host."""
    count = app.config["PROXIES"]
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]


def _add_web_kit(app: Flask) -> None:
    for part in (
        "locale",
        "forms",
        "errors",
        "access",
        "headers",
        "pages",
        "links",
        "credits",
        "developer",
        "blacked_out",
    ):
        import_module(f"consult.web.{part}").init_app(app)


def _add_features(app: Flask) -> None:
    for feature in FEATURES:
        package = import_module(f"consult.{feature}")
        for blueprint in getattr(package, "blueprints", list)():
            app.register_blueprint(blueprint, url_prefix="/<lang:lang>" + (blueprint.url_prefix or ""))
        getattr(package, "init_app", lambda _app: None)(app)
