"""Whether an ID token is what it says: OpenID Connect Core 1.0, section 3.1.3.7, and RFC 8725.

allauth trusts the line on which a token came and checks neither its signature nor a nonce; Outturn checks both.
"""

import hmac
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

ALGORITHMS = ["RS256", "ES256"]
NEEDED = ["exp", "iat", "iss", "aud", "sub", "nonce"]
SECONDS_OF_CLOCK_DRIFT = 60


class Forged(OAuth2Error):
    """The token does not hold; nobody is signed in by it."""


def verified_claims(
    token: object, *, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """What the token says, once every check has passed: algorithm, signature, issuer, audience, times and nonce.

    `keys` is the provider's JSON Web Key Set. Raises Forged with the reason, which holds nothing of the token.
    """
    if not isinstance(token, str) or not nonce:
        raise Forged("There is no ID token, or this sign-in did not begin here.")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=SECONDS_OF_CLOCK_DRIFT,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise Forged(f"The ID token does not hold: {type(error).__name__}.") from error
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise Forged("The ID token was made for another sign-in: its nonce is not ours.")
    if claims.get("azp", client_id) != client_id or (isinstance(claims["aud"], list) and len(claims["aud"]) > 1):
        raise Forged("The ID token was made for another application as well.")
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The provider's key that the token names. A key says itself for which algorithm it is good."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise jwt.InvalidAlgorithmError("Only RS256 and ES256 are accepted.")
    for key in jwt.PyJWKSet.from_dict(dict(keys)).keys:
        if key.key_id == header.get("kid") and key.public_key_use in {None, "sig"}:
            return key
    raise jwt.InvalidKeyError("The provider has no such key.")


def says_second_factor(claims: Mapping[str, Any], accepted: list[str]) -> bool:
    """Whether the provider says that it asked for a second factor, in one of the ways that the settings accept.

    Each is a claim and a value, such as `amr=mfa` (RFC 8176) or `acrs=c1`; a claim may hold one value or several.
    """
    for each in accepted:
        claim, _, value = each.partition("=")
        said = claims.get(claim)
        if value and (value in said if isinstance(said, list) else value == said):
            return True
    return False
