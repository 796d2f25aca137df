"""Vyapar backups made for the tests, in several versions of its tables; none was made by Vyapar itself."""

from __future__ import annotations

import sqlite3
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

OLD = {
    "kb_firms": "firm_id INTEGER, firm_name TEXT, firm_gstin_number TEXT",
    "kb_names": "name_id INTEGER, full_name TEXT, phone_number TEXT, amount REAL, name_type INTEGER",
    "kb_items": (
        "item_id INTEGER, item_name TEXT, item_sale_unit_price REAL, item_purchase_unit_price REAL, "
        "item_stock_quantity REAL"
    ),
}
NEW = {
    "kb_firms": (
        "firm_id INTEGER, firm_name TEXT, firm_gstin_number TEXT, firm_state TEXT, firm_phone TEXT, firm_address TEXT"
    ),
    "kb_names": (
        "name_id INTEGER, full_name TEXT, phone_number TEXT, email TEXT, address TEXT, name_gstin_number TEXT, "
        "name_state TEXT, name_type INTEGER, credit_limit REAL, amount REAL, name_is_active INTEGER"
    ),
    "kb_items": (
        "item_id INTEGER, item_name TEXT, item_code TEXT, item_sale_unit_price REAL, item_purchase_unit_price REAL, "
        "item_stock_quantity REAL, item_min_stock_quantity REAL, item_location TEXT, item_hsn_sac_code TEXT, "
        "item_tax_id INTEGER, item_tax_type INTEGER, item_mrp REAL, item_wholesale_price REAL, item_type INTEGER, "
        "item_is_active INTEGER, base_unit_id INTEGER, secondary_unit_id INTEGER, unit_mapping_id INTEGER"
    ),
    "kb_tax_code": "tax_code_id INTEGER, tax_code_name TEXT, tax_rate REAL",
    "kb_item_units": "unit_id INTEGER, unit_name TEXT, unit_short_name TEXT",
    "kb_item_units_mapping": (
        "unit_mapping_id INTEGER, base_unit_id INTEGER, secondary_unit_id INTEGER, conversion_rate REAL"
    ),
    "kb_item_categories": "item_category_id INTEGER, item_category_name TEXT",
    "kb_item_categories_mapping": "item_id INTEGER, category_id INTEGER",
    "kb_transactions": "txn_id INTEGER, txn_type INTEGER, txn_cash_amount REAL, txn_balance_amount REAL",
}
SHOP: dict[str, list[dict[str, Any]]] = {
    "kb_firms": [
        {"firm_id": 1, "firm_name": "Gupta Stores", "firm_gstin_number": "27AAPFU0939F1ZV", "firm_state": "Maharashtra"}
    ],
    "kb_tax_code": [
        {"tax_code_id": 5, "tax_code_name": "GST@5%", "tax_rate": 5.0},
        {"tax_code_id": 18, "tax_code_name": "GST@18%", "tax_rate": 18.0},
    ],
    "kb_item_units": [
        {"unit_id": 1, "unit_name": "PIECES", "unit_short_name": "Pcs"},
        {"unit_id": 2, "unit_name": "BOX", "unit_short_name": "Box"},
    ],
    "kb_item_units_mapping": [
        {"unit_mapping_id": 9, "base_unit_id": 2, "secondary_unit_id": 1, "conversion_rate": 12.0}
    ],
    "kb_item_categories": [{"item_category_id": 3, "item_category_name": "Home"}],
    "kb_item_categories_mapping": [{"item_id": 1, "category_id": 3}],
    "kb_items": [
        {"item_id": 1, "item_name": "Detergent 1 kg", "item_code": "D1", "item_sale_unit_price": 112.1,
         "item_purchase_unit_price": 90.05, "item_stock_quantity": 20.0, "item_min_stock_quantity": 4.0,
         "item_location": "R2", "item_hsn_sac_code": "3402", "item_tax_id": 18, "item_tax_type": 1, "item_mrp": 120.0,
         "item_wholesale_price": 105.0, "item_type": 1, "item_is_active": 1, "base_unit_id": 1},
        {"item_id": 2, "item_name": "Pens", "item_code": "PEN", "item_sale_unit_price": 120.0,
         "item_purchase_unit_price": 96.0, "item_stock_quantity": 3.0, "item_tax_id": 18, "item_tax_type": 2,
         "item_type": 1, "item_is_active": 1, "base_unit_id": 2, "secondary_unit_id": 1, "unit_mapping_id": 9},
        {"item_id": 3, "item_name": "Sharpening", "item_sale_unit_price": 50.0, "item_type": 2, "item_is_active": 1,
         "item_stock_quantity": 7.0},
        {"item_id": 4, "item_name": "Given up", "item_sale_unit_price": 5.0, "item_type": 1, "item_is_active": 0,
         "item_stock_quantity": 0.0},
    ],
    "kb_names": [
        {"name_id": 1, "full_name": "Anil Verma", "phone_number": "98765 11111", "name_type": 1, "amount": 124500.0,
         "name_state": "Maharashtra", "credit_limit": 200000.0, "name_is_active": 1},
        {"name_id": 2, "full_name": "Shree Traders", "phone_number": "0203344", "name_type": 2, "amount": -8000.55,
         "name_gstin_number": "27AAPFU0939F1ZV", "name_is_active": 1},
        {"name_id": 3, "full_name": "Paid ahead", "phone_number": "", "name_type": 1, "amount": -200.0,
         "name_is_active": 1},
    ],
    "kb_transactions": [{"txn_id": n, "txn_type": 1} for n in range(1, 6)],
}  # fmt: skip


def database(path: Path, tables: dict[str, str] = NEW, rows: dict[str, list[dict[str, Any]]] = SHOP) -> Path:
    """A database with these tables; of the rows what its columns hold."""
    db = sqlite3.connect(path)
    for table, columns in tables.items():
        db.execute(f"CREATE TABLE {table} ({columns})")
        names = [column.split()[0] for column in columns.split(", ")]
        for row in rows.get(table, []):
            db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", [row.get(n) for n in names])
    db.commit()
    db.close()
    return path


def backup(
    path: Path, tables: dict[str, str] = NEW, rows: dict[str, list[dict[str, Any]]] = SHOP, member: str = "shop.vyp"
) -> Path:
    """A backup at `path` with one company in it."""
    inside = path.with_suffix(".db")
    database(inside, tables, rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inside, member)
    inside.unlink()
    return path
