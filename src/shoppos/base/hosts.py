"""Which hosts are this very computer: to them alone a secret may go unencrypted."""

OWN = ("127.0.0.1", "localhost", "::1")
