"""An audio guide that a museum runs by itself.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database, and Python's own is often one of them,
so before anything else loads, the name ``sqlite3`` is given to the sound one that the project depends on.
"""

import sys

import pysqlite3
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
