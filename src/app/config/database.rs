//! Where the data is: `sqlite:PATH` or `postgres://…`.

use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

/// What a database address looks like, for messages.
pub const EXPECTED: &str = "sqlite:PATH or postgres://USER@HOST/NAME";

/// A database to open. Printing one never shows a password.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// A server.
    Postgres(SecretString),
}

impl Database {
    /// Reads an address. For SQLite only a plain path is taken: none of its URI options, so that an address
    /// cannot switch off locking, durability or the file itself.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let host = text.split_once("://").map_or("", |(_, rest)| rest);
            let fine = !host.is_empty() && !text.chars().any(|c| c.is_control() || c.is_whitespace());
            return fine.then(|| Self::Postgres(text.into()));
        }
        let path = text.strip_prefix("sqlite:")?;
        let host_form = path.starts_with("//") && !path.starts_with("///");
        let uri = path.contains('?') || path.starts_with("file:") || path.starts_with(':');
        (!path.is_empty() && !host_form && !uri && !path.contains('\0')).then(|| Self::Sqlite(PathBuf::from(path)))
    }

    /// Makes a relative SQLite path absolute, seen from `folder`.
    #[must_use]
    pub fn based_at(self, folder: &Path) -> Self {
        match self {
            Self::Sqlite(path) => Self::Sqlite(folder.join(path)),
            server @ Self::Postgres(_) => server,
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => f.write_str(&redact_url(url.expose_secret())),
        }
    }
}

/// Whether a URL carries a password.
#[must_use]
pub fn has_password(url: &str) -> bool {
    redact_url(url) != url
}

/// A URL without its secrets: the password, and every query value whose name sounds like one. A URL that is
/// ambiguous (an unescaped `@` or `/` in the password) loses too much rather than too little.
#[must_use]
pub fn redact_url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let shown = match (authority.rsplit_once('@'), tail.rsplit_once('@')) {
        (_, Some((_, after))) => format!("***@{after}"),
        (Some((user, host)), None) => {
            let user = user.split_once(':').map_or_else(|| user.to_owned(), |(name, _)| format!("{name}:***"));
            format!("{user}@{host}{}", redact_query(tail))
        }
        (None, None) => format!("{authority}{}", redact_query(tail)),
    };
    format!("{scheme}://{shown}")
}

fn redact_query(tail: &str) -> String {
    let Some((path, query)) = tail.split_once('?') else { return tail.to_owned() };
    let redact = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if sounds_secret(name) => format!("{name}=***"),
        _ => pair.to_owned(),
    };
    format!("{path}?{}", query.split('&').map(redact).collect::<Vec<_>>().join("&"))
}

fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["pass", "secret", "token", "key", "%"].iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sqlite_takes_plain_paths_only() {
        for text in ["sqlite:gp4u.db", "sqlite:/tmp/a b.db", "sqlite:///tmp/x.db", "sqlite:~/x.db"] {
            assert!(matches!(Database::parse(text), Some(Database::Sqlite(_))), "{text}");
        }
        let refused = [
            "",
            "gp4u.db",
            "sqlite:",
            "sqlite::memory:",
            "sqlite://host.db",
            "sqlite:x.db?mode=memory",
            "sqlite:file:/x?mode=memory",
            "file:/x",
            "sqlite:a\0b",
            "mysql://h/d",
            "postgres://",
            "postgres://h/d b",
        ];
        for text in refused {
            assert!(Database::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn passwords_are_never_shown() {
        let cases = [
            ("postgres://u:p@h:5432/db?sslmode=require", "postgres://u:***@h:5432/db?sslmode=require"),
            ("postgres://u@h/db", "postgres://u@h/db"),
            ("postgres://h/db?password=p&user=u", "postgres://h/db?password=***&user=u"),
            ("postgres://u:a/b@h/db", "postgres://***@h/db"),
            ("postgres://u:a?b@c@h/db", "postgres://***@h/db"),
            ("https://x.test/v0?api_key=k", "https://x.test/v0?api_key=***"),
        ];
        for (url, shown) in cases {
            assert_eq!(redact_url(url), shown);
        }
        let database = Database::parse("postgres://u:hunter2@h/db").unwrap();
        assert!(!format!("{database} {database:?}").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn no_password_survives_redaction(password in "[ -~]{6,20}") {
            let shown = redact_url(&format!("postgres://user:{password}@host/db"));
            prop_assert!(!shown.contains(&password) || "postgres://user@host/db".contains(&password), "{}", shown);
        }
    }
}
