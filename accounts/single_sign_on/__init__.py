"""Single sign-on with OpenID Connect: what the provider says is verified, and only people who were invited come in."""
