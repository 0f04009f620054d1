"""A provider of OpenID Connect on this machine, with keys of its own, that also issues forged tokens."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT_ID, CLIENT_SECRET = "outturn-at-the-council", "a-secret-between-the-two"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
CURVE_KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC_PEM = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
Forge = Callable[["Provider", dict[str, Any]], Any]


def honest(provider: "Provider", claims: dict[str, Any]) -> str:
    return signed(claims)


def signed(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", kid: str = "one") -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


def by_hand(claims: dict[str, Any], header: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """A token that no library would make."""

    def part(content: bytes) -> bytes:
        return base64.urlsafe_b64encode(content).rstrip(b"=")

    signing = part(json.dumps(header).encode()) + b"." + part(json.dumps(claims).encode())
    return (signing + b"." + part(sign(signing))).decode()


class Provider:
    """Who signs in there is `subject`; `forge` makes the ID token from its claims; `asked` is what it was asked."""

    def __init__(self) -> None:
        self.subject, self.forge, self.more = "subject-1", honest, {}  # type: str, Forge, dict[str, Any]
        self.requests: dict[str, dict[str, str]] = {}
        self.asked: dict[str, str] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = urlparse(self.path)
                if url.path == "/authorize":
                    location = provider.authorize({key: value[0] for key, value in parse_qs(url.query).items()})
                    self.send_response(302)
                    self.send_header("Location", location)
                    self.end_headers()
                else:
                    self.answer(
                        {"/.well-known/openid-configuration": provider.configuration, "/keys": provider.keys}[
                            url.path
                        ]()
                    )

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = {key: value[0] for key, value in parse_qs(self.rfile.read(length).decode()).items()}
                self.answer(provider.token(form))

            def answer(self, content: dict[str, Any]) -> None:
                body = json.dumps(content).encode()
                self.send_response(400 if "error" in content else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        rsa_key = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        curve_key = jwt.algorithms.ECAlgorithm.to_jwk(CURVE_KEY.public_key(), as_dict=True)
        return {
            "keys": [
                rsa_key | {"kid": "one", "use": "sig", "alg": "RS256"},
                curve_key | {"kid": "curve", "use": "sig", "alg": "ES256"},
            ]
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code."""
        self.asked = asked
        code = secrets.token_urlsafe(16)
        self.requests[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        """Refuses a code that was used, another client, and a verifier that is not that of the challenge (PKCE)."""
        asked = self.requests.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(
            b"="
        )
        if (
            asked is None
            or asked.get("code_challenge") != challenge.decode()
            or form.get("client_secret") != CLIENT_SECRET
        ):
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
        } | self.more
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.forge(self, claims)}


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()
