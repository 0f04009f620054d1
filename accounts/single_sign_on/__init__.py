"""Single sign-on with OpenID Connect: what the provider says is verified here, and nobody is let in who was not invited."""
