"""ShopPOS: an offline-first point of sale for small Indian shops."""

__version__ = "0.1.0"
