//! Where the two dialects differ, side by side, and how a query's parts become SQL text.

/// The SQL a database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// A table expression whose column `value` holds the elements of the JSON array in `$1`.
    /// Elements are read with `value ->> INDEX` and CAST, which both databases understand.
    pub(super) const fn unpack_first(self) -> &'static str {
        match self {
            Self::Sqlite => "json_each($1) AS unpacked",
            Self::Postgres => "jsonb_array_elements(CAST($1 AS jsonb)) AS unpacked (value)",
        }
    }

    /// Matches a column with the texts of the JSON array in `$1`. PostgreSQL is given an array, for which it always
    /// follows an index; of a join it thinks it had better read the whole table.
    pub(super) const fn among_first(self) -> &'static str {
        match self {
            Self::Sqlite => "IN (SELECT value FROM json_each($1))",
            Self::Postgres => "= ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS jsonb))))",
        }
    }

    /// An aggregate: the columns of every row as one text, a JSON array of arrays. Rows come in any order.
    pub(super) fn json_rows(self, columns: &str) -> String {
        match self {
            Self::Sqlite => format!("json_group_array(json_array({columns}))"),
            Self::Postgres => format!("CAST(json_agg(json_build_array({columns})) AS text)"),
        }
    }

    /// An aggregate: a column of every row as one text, a JSON array; NULL may stand for an empty one.
    pub(super) fn json_list(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("json_group_array({column})"),
            Self::Postgres => format!("CAST(json_agg({column}) AS text)"),
        }
    }

    /// What makes a database tell its plan instead of running a query, and the column that holds a line of it.
    pub(super) const fn explain(self) -> &'static str {
        match self {
            Self::Sqlite => "EXPLAIN QUERY PLAN ",
            Self::Postgres => "EXPLAIN ",
        }
    }

    pub(super) const fn explain_column(self) -> usize {
        match self {
            Self::Sqlite => 3,
            Self::Postgres => 0,
        }
    }

    /// A table expression whose column `name` holds the texts of the JSON array in `$1`.
    pub(super) const fn texts_first(self) -> &'static str {
        match self {
            Self::Sqlite => "(SELECT value AS name FROM json_each($1)) AS texts",
            Self::Postgres => "jsonb_array_elements_text(CAST($1 AS jsonb)) AS texts (name)",
        }
    }

    /// The database's own clock, in microseconds since 1970. A transaction does not stop it.
    pub(super) const fn clock(self) -> &'static str {
        match self {
            Self::Sqlite => "CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)",
            Self::Postgres => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)",
        }
    }

    /// Keeps a row from being changed until the transaction ends. SQLite has one writer and needs nothing.
    pub(super) const fn for_share(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR SHARE",
        }
    }

    /// Locks a provider's row until the transaction ends. SQLite has one writer and needs nothing.
    pub(super) const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }
}

impl Dialect {
    /// Makes one text of all rows, a JSON array of arrays of what stands between these two; NULL of none.
    pub(super) const fn all_rows_as_json(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => ("json_group_array(json_array(", "))"),
            Self::Postgres => ("json_agg(json_build_array(", "))"),
        }
    }
}

impl Dialect {
    /// Locks accounts until the transaction ends, in the order in which they are found, and lets foreign keys to them be checked
    /// meanwhile. SQLite has one writer and needs nothing.
    pub(super) const fn for_no_key_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR NO KEY UPDATE",
        }
    }

    /// Locks rows until the transaction ends and passes over those that another has locked. SQLite has one writer and
    /// needs nothing.
    pub(super) const fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }
}

impl Dialect {
    /// The operator that matches a glob as a whole, case-sensitively, on either side of the pattern.
    /// SQLite's LIKE ignores case, PostgreSQL has no GLOB.
    pub(super) const fn glob_operator(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => (" GLOB ", ""),
            Self::Postgres => (" LIKE ", r" ESCAPE '\'"),
        }
    }

    /// A glob (`*`, `?`, nothing else special) as [`Dialect::glob_operator`] reads patterns.
    pub(super) fn glob_pattern(self, glob: &str) -> String {
        let mut pattern = String::with_capacity(glob.len() + 4);
        for character in glob.chars() {
            match (self, character) {
                (Self::Sqlite, '[') => pattern.push_str("[[]"),
                (Self::Postgres, '*') => pattern.push('%'),
                (Self::Postgres, '?') => pattern.push('_'),
                (Self::Postgres, '%' | '_' | '\\') => pattern.extend(['\\', character]),
                (_, other) => pattern.push(other),
            }
        }
        pattern
    }
}

/// A value bound to a placeholder.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Bind {
    Text(String),
    Integer(i64),
    Number(f64),
    Bool(bool),
}
