"""Parts of screens, each good for one thing."""
