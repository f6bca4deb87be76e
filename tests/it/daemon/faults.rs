//! What may break under a daemon: itself, its database, the disk.

use std::fs::File;
use std::io::Write as _;
use std::process::Command;
use std::time::Duration;

use sqlx::Connection;

use super::{Daemon, hasty, hurry, offers, status, until};
use crate::postgres::Server;
use crate::world::{Database, World};

/// Fails unless the file is whole and the books are proven.
fn assert_whole(world: &World) {
    if world.database == Database::Sqlite {
        assert_eq!(world.count("SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    }
    world.run(["daemon", "--once", "-o", "json"]).exits(0);
}

#[test]
fn a_daemon_that_is_killed_at_any_moment_loses_nothing() {
    const KILLS: u64 = 15;
    for database in [Database::Sqlite, Database::Postgres] {
        let (mut world, networks) = hasty(database);
        world.set("GP4U_DAEMON__SYNC_EVERY", "10ms").set("GP4U_DAEMON__VERIFY_EVERY", "10ms");
        world.set("GP4U_DAEMON__LEASE", "300ms");
        for kill in 0..KILLS {
            let asked = networks.requests("vast").len();
            let daemon = Daemon::start(&world, []);
            until("its first work", || (networks.requests("vast").len() > asked).then_some(()));
            std::thread::sleep(Duration::from_micros(kill * 7_331 % 120_000));
            daemon.kill();
        }
        let daemon = Daemon::start(&world, []);
        until("all loops well", || (world.run(["daemon", "status"]).code == 0).then_some(()));
        until("the market", || (offers(&world) == 8).then_some(()));
        assert_eq!(daemon.stop().0, Some(0));
        assert_whole(&world);
    }
}

#[test]
fn cut_connections_and_a_restarted_server_are_survived() {
    let mut server = Server::start();
    let mut world = World::on_server(server.url.clone());
    let _networks = hurry(&mut world);
    let mut daemon = Daemon::start(&world, []);
    let well = |what: &str| {
        let before: Vec<_> = status(&world).iter().map(|row| row["last_success_at"].clone()).collect();
        until(what, || {
            let rows = status(&world);
            let moved = rows.iter().zip(&before).filter(|(row, before)| row["last_success_at"] != **before).count();
            // All but the daily one.
            (moved + 1 >= rows.len() && rows.iter().all(|row| row["error_code"].is_null())).then_some(())
        });
    };
    well("the first runs");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for _ in 0..20 {
        runtime.block_on(async {
            let mut connection = sqlx::PgConnection::connect(&server.url).await.unwrap();
            let cut = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
                 WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
            sqlx::query(cut).execute(&mut connection).await.unwrap();
        });
        std::thread::sleep(Duration::from_millis(30));
    }
    well("the runs after the cuts");
    server.restart();
    well("the runs after the restart");
    assert!(daemon.is_running());
    let (code, log) = daemon.stop();
    assert_eq!(code, Some(0), "{log}");
    drop(world);
    server.stop();
}

#[test]
fn a_database_that_another_program_holds_is_waited_for() {
    let (world, _networks) = hasty(Database::Sqlite);
    let mut daemon = Daemon::start(&world, []);
    until("the market", || (offers(&world) == 8).then_some(()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut other = runtime.block_on(sqlx::SqliteConnection::connect(&world.database_url)).unwrap();
    let mut run = |sql: &'static str| runtime.block_on(sqlx::query(sql).execute(&mut other)).unwrap();
    run("BEGIN IMMEDIATE");
    daemon.says("the database cannot be used");
    assert!(daemon.is_running());
    run("ROLLBACK");
    daemon.says("the database can be used again");
    assert_eq!(daemon.stop().0, Some(0));

    run("BEGIN IMMEDIATE");
    let refused = world.run(["daemon", "--once", "-o", "json"]).exits(9);
    assert_eq!(refused.error()["code"], "database_busy");
    run("ROLLBACK");
    assert_whole(&world);
}

#[test]
fn a_database_that_is_not_there_is_told_at_once() {
    let mut world = World::new(Database::Sqlite);
    world.set("GP4U_DATABASE_URL", "postgres://nobody@127.0.0.1:1/none");
    for arguments in
        [&["daemon", "-o", "json"][..], &["daemon", "--once", "-o", "json"], &["daemon", "status", "-o", "json"]]
    {
        let run = world.run(arguments.iter().copied()).exits(9);
        assert_eq!(run.error()["code"], "database_unavailable");
    }
}

/// A file system of 4 MiB; unmounted when it is dropped.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mount(path: std::path::PathBuf) -> Option<Self> {
        std::fs::create_dir(&path).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs"]).arg(&path).output();
        mount.is_ok_and(|mount| mount.status.success()).then_some(Self(path))
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let mut file = File::create(self.0.join("filler")).unwrap();
        for size in [65_536, 4_096, 512, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn make_room(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[test]
fn a_full_disk_is_told_and_survived() {
    let (mut world, _networks) = hasty(Database::Sqlite);
    let Some(disk) = SmallDisk::mount(world.path("small")) else {
        eprintln!("skipped: a small file system cannot be mounted here (it takes root)");
        return;
    };
    world.database_url = format!("sqlite:{}", disk.0.join("gp4u.db").display());
    world.run(["daemon", "--once", "-q"]).exits(0);
    assert_eq!(offers(&world), 8);

    let mut daemon = Daemon::start(&world, []);
    disk.fill();
    daemon.says("the disk is full");
    assert!(daemon.is_running());
    disk.make_room();
    daemon.says("the database can be used again");
    assert_eq!(daemon.stop().0, Some(0));

    disk.fill();
    let run = world.run(["daemon", "--once", "-o", "json"]).exits(9);
    assert_eq!(run.error()["code"], "database_unavailable");
    disk.make_room();
    assert_eq!(offers(&world), 8);
    assert_whole(&world);
}
