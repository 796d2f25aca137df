"""Questions asked beside a screen."""
