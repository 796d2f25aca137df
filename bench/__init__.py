"""How fast the shop is, against floors measured in the same run."""
