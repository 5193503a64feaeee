"""The settings, and the only reader of the environment.

A setting comes from an environment variable of the same name with `CONSULT_` before it, else from the default here.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"
MEGABYTE = 1_000_000


def _env(name: str, default: str = "") -> str:
    return os.environ.get(f"CONSULT_{name}", default)


def _secret_key() -> str:
    """Return the secret from the environment, else from a file that is made once and readable by its owner only."""
    given = _env("SECRET_KEY")
    if given:
        return given
    path = INSTANCE / "secret-key"
    if not path.exists():
        INSTANCE.mkdir(exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


@dataclass
class Settings:
    """What an installation may set. `mode` is development, production or test."""

    mode: str = field(default_factory=lambda: _env("MODE", "development"))
    port: int = field(default_factory=lambda: int(os.environ.get("PORT", "") or _env("PORT", "8000")))
    host: str = field(default_factory=lambda: _env("HOST", "127.0.0.1"))
    base_url: str = field(default_factory=lambda: _env("BASE_URL"))
    database_url: str = field(
        default_factory=lambda: _env("DATABASE_URL", f"sqlite:///{INSTANCE / 'consult.sqlite'}")
    )
    trusted_hosts: str = field(default_factory=lambda: _env("TRUSTED_HOSTS"))
    proxies: int = field(default_factory=lambda: int(_env("PROXIES", "0")))  # proxies of ours before the site
    smtp_url: str = field(default_factory=lambda: _env("SMTP_URL"))
    mail_from: str = field(default_factory=lambda: _env("MAIL_FROM", "consult@localhost"))
    letters_folder: str = field(default_factory=lambda: _env("LETTERS_FOLDER", str(INSTANCE / "letters")))
    uploads_folder: str = field(default_factory=lambda: _env("UPLOADS_FOLDER", str(INSTANCE / "uploads")))
    extra_languages: str = field(default_factory=lambda: _env("EXTRA_LANGUAGES"))
    locale_folder: str = field(
        default_factory=lambda: _env("LOCALE_FOLDER", str(ROOT / "consult" / "locale"))
    )
    secret_key: str = field(default_factory=_secret_key)

    def flask(self) -> dict[str, object]:
        """Return the settings under the names that Flask and its extensions read."""
        secure = self.mode == "production"
        base_url = (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")
        return {
            "MODE": self.mode,
            "TESTING": self.mode == "test",
            "SECRET_KEY": self.secret_key,
            "BASE_URL": base_url,
            "TRUSTED_HOSTS": self._hosts(base_url),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "MAX_CONTENT_LENGTH": 6 * MEGABYTE,
            "MAX_FORM_MEMORY_SIZE": 5 * MEGABYTE,
            "MAX_FORM_PARTS": 2000,
            "SESSION_COOKIE_NAME": "__Host-consult" if secure else "consult",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "PERMANENT_SESSION_LIFETIME": 14 * 24 * 3600,
            "SEND_FILE_MAX_AGE_DEFAULT": 365 * 24 * 3600,
            "WTF_CSRF_TIME_LIMIT": None,  # a text typed for hours is not lost to a clock; the session ends it
            "WTF_CSRF_SSL_STRICT": False,  # a page that names no referrer has forms too; see consult.web.forms
            "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/javascript", "image/svg+xml"],
            "COMPRESS_BR_LEVEL": 4,
            "BABEL_TRANSLATION_DIRECTORIES": self.locale_folder,
            "EXTRA_LANGUAGES": self.extra_languages.split(),
            "PROXIES": self.proxies,
            "SMTP_URL": self.smtp_url,
            "MAIL_FROM": self.mail_from,
            "LETTERS_FOLDER": self.letters_folder,
            "UPLOADS_FOLDER": self.uploads_folder,
            "MOST_UPLOADED": 100 * MEGABYTE,  # the file of a survey; no other page takes so much
        }

    def _hosts(self, base_url: str) -> list[str]:
        named = [host.strip() for host in self.trusted_hosts.split(",") if host.strip()]
        own = base_url.split("//", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
        local = [] if self.mode == "production" else ["127.0.0.1", "localhost"]
        return [*named, own, *local]
