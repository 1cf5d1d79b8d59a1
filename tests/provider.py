"""An identity provider on the loopback address: discovery, authorization code with PKCE, tokens, keys, signing out.

It signs with a key of its own and asks who signs in by a page with one button for each person.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "atlas", "a secret of the client"


@dataclass
class Provider:
    """The provider: its address, the claims of those who can sign in by the name of their button, and what it saw."""

    url: str
    people: Mapping[str, Mapping[str, Any]]
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        names = ("authorize", "token", "jwks", "end_session")
        authorize, token, jwks, ended = (f"{self.url}/{name}" for name in names)
        return {
            "issuer": self.url,
            "authorization_endpoint": authorize,
            "token_endpoint": token,
            "jwks_uri": jwks,
            "end_session_endpoint": ended,
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    def authorize(self, asked: Mapping[str, str]) -> str:
        """The page on which somebody says who they are; their answer leads back to the app with a code."""
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        links = []
        for name in self.people:
            code = secrets.token_urlsafe(16)
            self.codes[code] = {**asked, "who": name}
            back = f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            links.append(f'<p><a href="{escape(back)}">{escape(name)}</a></p>')
        return f"<!doctype html><title>Provider</title>{''.join(links)}"

    def token(self, given: Mapping[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code, once; None where the client, the code or its proof is wrong."""
        if authorization:
            client = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
            known = (client[0], client[2]) == (CLIENT, SECRET)
        else:
            known = (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
        asked = self.codes.pop(given.get("code", ""), None)
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if not known or asked is None or asked["code_challenge"] != challenge:
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 600, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, {**claims, **self.people[asked["who"]]}, self.key)
        return {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": 600,
            "id_token": signed,
        }


@contextmanager
def providing(people: Mapping[str, Mapping[str, Any]]) -> Iterator[Provider]:
    """A provider that runs until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = server.provider = Provider(f"http://127.0.0.1:{server.server_port}", people)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    @property
    def provider(self) -> Provider:
        return self.server.provider  # type: ignore[attr-defined,no-any-return]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.provider.seen.append(parts.path)
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(self.provider.discovery())
            case "/jwks":
                self._json({"keys": [self.provider.key.as_dict(private=False)]})
            case "/authorize":
                self._answer(200, self.provider.authorize(asked).encode(), "text/html; charset=utf-8")
            case "/end_session":
                self.send_response(302)
                self.send_header("Location", asked["post_logout_redirect_uri"])
                self.end_headers()
            case _:
                self._answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        given = {name: values[-1] for name, values in parse_qs(body).items()}
        made = self.provider.token(given, self.headers.get("authorization", ""))
        self.provider.seen.append(self.path)
        self._json(made or {"error": "invalid_grant"}, 200 if made else 400)

    def _json(self, content: Mapping[str, Any], status: int = 200) -> None:
        self._answer(status, json.dumps(content).encode(), "application/json")

    def _answer(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal of the tests."""
