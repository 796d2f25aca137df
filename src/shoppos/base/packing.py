"""How the journal's bodies lie in the file: deflated against words that nearly every body repeats.

A bill of five lines takes a quarter of its JSON. The chain's hash covers the JSON itself, so that packing can change
without touching what was signed. Four bytes of CRC-32 stand behind the deflated ones, for a deflated stream ends in
bits that nothing reads.
"""

import zlib

PACKED = b"\x01"
"""First byte of a body deflated against WORDS; a body that is stored plainly begins with a brace."""
CHECK = 4
MOST = 256 << 20
"""The longest body in bytes that is unpacked: a damaged one must not fill the memory."""
SHORT = 12 << 10
"""Up to so many bytes a body is deflated in little memory, which is at hand: more is fetched from the system."""
NARROW, WIDE = (-13, 6), (-15, 8)
"""How far back deflate looks (a power of two, in bytes) and how much memory it takes; both are unpacked alike."""

# Frozen: what was packed against these words can be read by them alone. A better list gets another first byte.
WORDS = (
    b'"customer":{"c":["active","gstin","id","made_at","note","personal_id"],"r":[["barcode":{"c":["code","product_id"'
    b'],"r":[["product":{"c":["active","aliases","category","code","cost","hsn","id","import_id","inclusive",'
    b'"local_name","low","mrp","name","price","treatment","unit"],"r":[["product_rate":{"c":["cess_per_unit",'
    b'"cess_rate","product_id","rate","since"],"r":[["khata_entry":{"c":["amount","business_date","customer_id",'
    b'"doc_id","employee_id","id","kind","made_at","method","reference"],"r":[["utr":{"c":["employee_id","line",'
    b'"made_at","sale_id","utr"],"r":[["upi_attempt":{"c":["amount","made_at","reference","sale_id"],"r":[['
    b'"void":{"c":["business_date","employee_id","made_at","reason","sale_id"],"r":[["reprint":{"c":["copy_no",'
    b'"doc_id","employee_id","id","made_at"],"r":[["exempt","KG""taxable","NOS""nil","LTR""BILL OF SUPPLY"'
    b'"sale.held""sale.voided""upi.shown""product.added""open""void""card""upi""khata""adjust","opening",'
    b'{"at":17,"by":"01","hlc":"01","kind":"sale.done","new":{"payment":{"c":["amount","attempt","line","method",'
    b'"reference","sale_id"],"r":[[00,"",1,"cash","","01"]]},"sale":{"c":["business_date","cess","cgst","customer_id",'
    b'"discount_amount","discount_rate","employee_id","gstin","id","igst","inter_state","kind","letterhead_id",'
    b'"made_at","note","number","opened_at","payable","personal_id","place","round_off","round_to","seq","sgst",'
    b'"shipping","state","taxable","tendered","till","total","with_id"],"r":[[20260,0,0,null,0,0,"01","","01",0,0,'
    b'"TAX INVOICE","01",17,"","A1/2627/000",17,00,null,"27",-0,100,0,0,0,"done",0,00,"A1",0,null]]},'
    b'"sale_line":{"c":["bdisc","cess","cess_per_unit","cess_rate","cgst","code","cost","disc","disc_amount",'
    b'"disc_rate","gross","hsn","igst","inclusive","line","local_name","mrp","name","price","product_id","quantity",'
    b'"rate","sale_id","sgst","ship","taxable","treatment","unit"],"r":[[0,0,0,0,0,"",null,0,0,0,00,"",0,1,1,"",00,"",'
    b'00,"01",1000,500,"01",0,0,0,"taxable","PCS"],[0,0,0,0,0,"",null,0,0,0,00,"",0,1,2,"",00,"",00,"01",1000,1800,'
    b'"01",0,0,0,"taxable","PCS"]]},"stock_move":{"c":["business_date","doc_id","kind","line","product_id","quantity",'
    b'"reason"],"r":[[20260,"01","sale",1,"01",-1000,""],[20260,"01","sale",2,"01",-1000,""]]}},"seq":0,"till":"A1",'
    b'"v":1}'
)


def pack(body: bytes) -> bytes:
    """A body as it is stored: deflated, or as it is where that is shorter."""
    window, memory = NARROW if len(body) <= SHORT else WIDE
    deflate = zlib.compressobj(2, zlib.DEFLATED, window, memory, zdict=WORDS)
    packed = PACKED + deflate.compress(body) + deflate.flush()
    packed += zlib.crc32(packed).to_bytes(CHECK, "big")
    return packed if len(packed) < len(body) else body


def unpack(stored: bytes) -> bytes:
    """The body that was stored; ValueError when it is damaged."""
    if stored[:1] != PACKED:
        return stored
    packed, check = stored[:-CHECK], stored[-CHECK:]
    if zlib.crc32(packed).to_bytes(CHECK, "big") != check:
        raise ValueError("damaged body")
    inflate = zlib.decompressobj(-15, zdict=WORDS)
    try:
        body = inflate.decompress(packed[1:], MOST)
    except zlib.error as error:
        raise ValueError("damaged body") from error
    if not inflate.eof or inflate.unused_data:
        raise ValueError("damaged body")
    return body
