use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use secrecy::ExposeSecret;

use super::*;

/// A home with a project folder in it.
struct World {
    folder: tempfile::TempDir,
    sources: Sources,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let project = home.join("project/deep");
        fs::create_dir_all(&project).unwrap();
        let folders = Folders {
            config: Some(home.join("config")),
            data: Some(home.join("data")),
            home: Some(home),
            ..Folders::default()
        };
        Self { folder, sources: Sources { folders, working_folder: Some(project), ..Sources::default() } }
    }

    fn write(&self, name: &str, mode: u32, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("home").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path
    }

    fn user(&self, text: &str) -> PathBuf {
        self.write("config/config.toml", 0o600, text)
    }

    fn project(&self, text: &str) -> PathBuf {
        self.write("project/.gp4u.toml", 0o644, text)
    }

    fn variable(&mut self, name: &str, value: &str) {
        self.sources.environment.push((name.into(), value.into()));
    }

    fn load(&self) -> Config {
        Config::load(&self.sources).unwrap()
    }

    fn error(&self) -> Error {
        Config::load(&self.sources).unwrap_err()
    }
}

fn value(config: &Config, name: &str) -> (Option<String>, Option<String>) {
    let setting = config.settings().iter().find(|setting| setting.key.name == name).unwrap();
    (setting.value.clone(), setting.origin.clone())
}

#[test]
fn without_anything_the_built_in_values_hold() {
    let config = World::new().load();
    assert_eq!(config.output, OutputFormat::Table);
    assert_eq!(config.market.max_age, Duration::from_mins(15));
    assert_eq!(config.sync.deadline, Duration::from_mins(1));
    assert!(config.providers.vast.enabled);
    assert!(config.database().unwrap().to_string().ends_with("data/gp4u.db"));
    assert_eq!(value(&config, "output"), (Some("table".into()), Some("built-in".into())));
    assert_eq!(value(&config, "providers.vast.url"), (None, None));
}

#[test]
fn each_source_beats_the_ones_below_it() {
    let mut world = World::new();
    let user = world.user("output = 'csv'\ncolor = 'never'\nmarket.max_age = '1h'\n[profile.p]\nsync.deadline = '9s'");
    assert_eq!(value(&world.load(), "output").1, Some(format!("{}:1", user.display())));
    let project = world.project("\noutput = 'ids'\nsync.deadline = '8s'\n");
    assert_eq!(value(&world.load(), "output").1, Some(format!("{}:2", project.display())));
    world.sources.flags.profile = Some("p".into());
    assert_eq!(value(&world.load(), "sync.deadline").0, Some("9s".into()));
    world.variable("GP4U_OUTPUT", "ndjson");
    assert_eq!(value(&world.load(), "output"), (Some("ndjson".into()), Some("environment GP4U_OUTPUT".into())));
    world.sources.flags.output = Some("json");
    let config = world.load();
    assert_eq!(value(&config, "output"), (Some("json".into()), Some("flag --output".into())));
    assert_eq!(config.output, OutputFormat::Json);
    assert_eq!(config.color, ColorChoice::Never);
    assert_eq!(config.market.max_age, Duration::from_hours(1));
}

#[test]
fn a_named_file_stands_in_for_the_projects_and_is_trusted() {
    let mut world = World::new();
    world.project("output = 'ids'");
    let named = world.write("elsewhere/my.toml", 0o600, "database.url = 'sqlite:here.db'");
    world.sources.flags.config = Some(named.clone());
    let config = world.load();
    assert_eq!(config.output, OutputFormat::Table);
    let expected = named.parent().unwrap().join("here.db");
    assert_eq!(config.database().unwrap().to_string(), format!("sqlite:{}", expected.display()));
    world.sources.flags.config = Some("/nonexistent/gp4u.toml".into());
    assert_eq!(world.error().code, Code::BadConfig);
}

#[test]
fn the_search_for_a_projects_file_stops_at_home_and_at_its_repository() {
    let world = World::new();
    fs::write(world.folder.path().join(PROJECT_FILE), "output = 'csv'").unwrap();
    assert_eq!(world.load().output, OutputFormat::Table);
    world.write(".gp4u.toml", 0o644, "output = 'ids'");
    assert_eq!(world.load().output, OutputFormat::Ids);
    fs::create_dir_all(world.folder.path().join("home/project/.git")).unwrap();
    assert_eq!(world.load().output, OutputFormat::Table);
}

#[test]
fn a_project_cannot_redirect_data_or_hold_secrets() {
    let world = World::new();
    for (text, key) in [
        ("database.url = 'sqlite:/tmp/x.db'", "database.url"),
        ("[providers.vast]\nurl = 'https://evil.test'", "providers.vast.url"),
        ("[providers.vast]\napi_key_file = '/etc/passwd'", "providers.vast.api_key_file"),
        ("[profile.p.providers.render]\nsecret_key = 'x'", "providers.render.secret_key"),
    ] {
        let path = world.project(text);
        let error = world.error();
        assert_eq!(error.code, Code::BadConfig);
        assert!(error.message.contains(key) && error.message.contains(path.to_str().unwrap()), "{error}");
    }
}

#[test]
fn unknown_keys_warn_with_line_and_suggestion() {
    let mut world = World::new();
    let path = world.user("\n[markt]\nmax_age = '1m'\n[market]\nmax_aeg = '1m'\n[profile.x]\noutptu = 'csv'\n");
    world.variable("GP4U_PROVIDERS__VSAT__URL", "https://x.test");
    world.variable("GP4U_TEST_SOMETHING", "1");
    let messages: Vec<String> = world.load().warnings.into_iter().map(|warning| warning.message).collect();
    let expected = [
        format!("{}:2: unknown key `markt`; did you mean `market.max_age`?", path.display()),
        format!("{}:5: unknown key `market.max_aeg`; did you mean `market.max_age`?", path.display()),
        format!("{}:7: unknown key `outptu`; did you mean `output`?", path.display()),
        "unknown environment variable GP4U_PROVIDERS__VSAT__URL; did you mean GP4U_PROVIDERS__VAST__URL?".to_owned(),
    ];
    assert_eq!(messages, expected);
}

#[test]
fn broken_files_name_file_and_line_and_never_quote_them() {
    let world = World::new();
    let cases: [(&[u8], usize); 9] = [
        (b"\noutput = 5", 2),
        (b"output = 'CANARY'", 1),
        (b"\n\nCANARY", 3),
        (b"output = CANARY", 1),
        (b"output = 'json'\noutput = 'CANARY'", 2),
        (b"[market]\nmax_age = 15", 2),
        (b"market = 'CANARY'", 1),
        (b"[providers.vast]\r\nenabled = 'CANARY'", 2),
        (b"# ok\n\xffCANARY", 2),
    ];
    for (text, line) in cases {
        let path = world.write("config/config.toml", 0o600, text);
        let error = world.error();
        assert_eq!(error.code, Code::BadConfig);
        assert!(error.message.starts_with(&format!("{}:{line}: ", path.display())), "{error}");
        assert!(!error.message.contains("CANARY"), "{error}");
    }
}

#[test]
fn size_and_depth_are_limited() {
    let world = World::new();
    world.user(&"#".repeat(1024 * 1024 + 1));
    assert!(world.error().message.contains("1 MiB"));
    world.user(&format!("x = {}", "[".repeat(500_000)));
    assert_eq!(world.error().code, Code::BadConfig);
    world.user(&format!("x{} = 1", ".x".repeat(400_000)));
    // Deep tables are either refused or unknown: what counts is that they are survived.
    let _ended = Config::load(&world.sources);
}

#[test]
fn a_project_cannot_make_us_wait() {
    let world = World::new();
    let pipe = world.write("project/.gp4u.toml", 0o644, "");
    fs::remove_file(&pipe).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    assert!(world.error().message.contains("regular file"));
}

#[test]
fn byte_order_mark_and_carriage_returns_are_accepted() {
    let world = World::new();
    world.user("\u{feff}output = 'json'\r\n[market]\r\nmax_age = '2m'\r\n");
    let config = world.load();
    assert_eq!((config.output, config.market.max_age), (OutputFormat::Json, Duration::from_mins(2)));
}

#[test]
fn a_file_with_a_secret_must_be_private() {
    let world = World::new();
    for text in ["[providers.vast]\napi_key = 'CANARY'", "database.url = 'postgres://u:CANARY@h/d'"] {
        let path = world.write("config/config.toml", 0o644, text);
        let error = world.error();
        assert_eq!(error.code, Code::UnsafePermissions);
        assert_eq!(error.hints, [format!("chmod 600 {}", path.display())]);
        world.user(text);
        let config = world.load();
        assert!(!format!("{config:?}").contains("CANARY"));
    }
    world.write("config/config.toml", 0o644, "database.url = 'postgres://u@h/d'\noutput = 'csv'");
    assert_eq!(world.load().output, OutputFormat::Csv);
}

#[test]
fn the_strongest_source_decides_how_a_secret_is_given() {
    let mut world = World::new();
    world.write("config/key", 0o600, "from file\n");
    world.user("[providers.vast]\napi_key_file = 'key'");
    let key = |world: &World| world.load().providers.vast.api_key().unwrap().unwrap().expose_secret().to_owned();
    assert_eq!(key(&world), "from file");
    world.variable("GP4U_PROVIDERS__VAST__API_KEY", "from environment");
    assert_eq!(key(&world), "from environment");
    let config = world.load();
    assert_eq!(value(&config, "providers.vast.api_key").0, Some("***".into()));
    assert_eq!(value(&config, "providers.vast.api_key_file"), (None, None));
    world.variable("GP4U_PROVIDERS__VAST__API_KEY_FILE", "/x");
    let error = world.error();
    assert!(error.code == Code::BadConfig && error.message.contains("keep one"), "{error}");
}

#[test]
fn a_missing_profile_is_an_error_with_a_suggestion() {
    let mut world = World::new();
    world.user("[profile.staging]\noutput = 'csv'");
    world.sources.flags.profile = Some("stagng".into());
    let error = world.error();
    assert_eq!(error.code, Code::BadConfig);
    assert_eq!(error.hints, ["did you mean `staging`?"]);
}

#[test]
fn without_a_home_only_what_needs_one_fails() {
    let mut world = World::new();
    world.sources.folders = Folders::default();
    let config = world.load();
    assert_eq!(config.database().unwrap_err().code, Code::DatabaseUnavailable);
    world.variable("GP4U_DATABASE_URL", "sqlite:/tmp/x.db");
    assert!(world.load().database().is_ok());
    world.sources.environment = vec![("GP4U_DATABASE_URL".into(), "sqlite:/tmp/x.db?mode=memory".into())];
    assert_eq!(world.error().code, Code::BadConfig);
}
