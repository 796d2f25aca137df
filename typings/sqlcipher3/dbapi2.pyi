# sqlcipher3 has the API of Python's own sqlite3 module, and brings no stubs.
from sqlite3.dbapi2 import *
