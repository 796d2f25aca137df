"""The same shop without a window: for scripts, for support on the telephone, for tests from outside."""
