"""Screens: what people see and press. The one room that names QtWidgets."""
