"""Sixty names nobody would give a biscuit: what printers, readers, spreadsheets and shells might obey."""

HOSTILE = (
    "\x1b@", "Salt\x1bp\x00\x19\xfa", "\x1dV\x00cut", "\x1d(k\x03\x001Q0", "\x10\x14\x01\x00\x01", "\x1b!0big",
    "\x1ct\x02", "\x9b31m", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "a\x00b", "\x07\x07\x07", "\x08\x08\x08back",
    "line\nbreak", "carriage\rreturn", "tab\tstop", "form\x0cfeed", "vt\x0bhere", "\x7fdelete",
    "\x85next\u2028para\u2029",
    "\u202egnp.exe", "\u2066iso\u2069late", "\u200fright", "zero\u200bwidth", "\ufeffbom", "soft\u00adhyphen",
    "\ud800lone", "\ue000private", "\U000e0001tag", "\uffffnon", "<b>bold</b>", "<img src='/etc/passwd'/>",
    "<font name='x'>", "</para><para>", "&lt;&amp;&#0;", "<script>alert(1)</script>", "<!-- x", "]]>", "<a href='file:///'>",
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", '=HYPERLINK("http://x")', "../../etc/passwd", "C:\\con\\nul",
    "file:///etc/shadow", "$(reboot)", "`id`", "; DROP TABLE sale; --", "' OR '1'='1", "%s%n%x",
    "{number}{0}", "{{7*7}}",
    "\\x1b\\x40", "(unbalanced", ") Tj ET", "🧂🏴‍☠️👨‍👩‍👧", "Z̸̢͓a̴l̵g̶o̷", "क्ष्म्य\u200dी्", "W" * 200, " ", "\u200d",
)  # fmt: skip
