"""What is promised to orders, of each product and of the parts of each pack."""

IN_PARTS = "LEFT JOIN component c ON c.product_id = {of}.product_id"
"""Joins the parts of a pack: its row stands once for each of them; that of any other product once, without part."""
PART = "coalesce(c.part_id, {of}.product_id)"
"""The product that really moves."""
AMOUNT = "coalesce(({quantity} * c.quantity + 500) / 1000, {quantity})"
"""Thousandths of it."""
PROMISED = (
    f"SELECT {PART.format(of='r')} AS product_id, sum({AMOUNT.format(quantity='r.quantity')}) AS quantity "
    f"FROM reservation r {IN_PARTS.format(of='r')} GROUP BY 1"
)
"""Thousandths of each product that are promised, in packs of it too."""
