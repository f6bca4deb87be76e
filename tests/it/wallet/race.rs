//! Many at once, through the use cases and through the binary.

use std::sync::Barrier;

use gp4u::app::App;
use gp4u::app::config::{Config, Flags, Folders, Sources};
use gp4u::error::Code;
use gp4u::ops::mutation::Mutation;
use gp4u::ops::wallet::{self, DepositRequest, WithdrawRequest};
use gp4u::units::Usdc;

use super::people::{Person, proven};
use crate::world::World;

fn app(world: &World, person: &Person<'_>) -> App {
    let sources = Sources {
        flags: Flags { database: Some(world.database_url.clone()), ..Flags::default() },
        environment: vec![("GP4U_TOKEN".into(), person.token().into())],
        working_folder: None,
        folders: Folders::default(),
    };
    App::new(Config::load(&sources).unwrap())
}

/// Lets so many clients, each with connections of its own, do the same at the same time; gives every answer.
fn all_at_once<T: Send>(
    world: &World,
    person: &Person<'_>,
    clients: usize,
    work: impl AsyncFn(&App, usize) -> Vec<T> + Sync,
) -> Vec<T> {
    let start = Barrier::new(clients);
    let client = |number| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let app = app(world, person);
        start.wait();
        runtime.block_on(async {
            let answers = work(&app, number).await;
            app.close().await;
            answers
        })
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..clients)
            .map(|number| {
                scope.spawn({
                    let client = &client;
                    move || client(number)
                })
            })
            .collect();
        running.into_iter().flat_map(|client| client.join().unwrap()).collect()
    })
}

#[test]
fn a_wallet_of_500_gives_10_exactly_50_times_whoever_asks() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("500");
        let request =
            WithdrawRequest { amount: Usdc::from_micros(10_000_000), destination: "bank".to_owned(), reference: None };
        let answers = all_at_once(&world, &operator, 32, async |app, _| {
            let mut answers = Vec::new();
            for _ in 0..3 {
                answers.push(wallet::withdraw(app, &request, &Mutation::default()).await);
            }
            answers
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 50);
        for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert_eq!(refused.code, Code::InsufficientFunds, "{refused}");
        }
        assert_eq!(operator.available(), "0.00");
        assert_eq!(operator.data(["wallet", "requests"]).as_array().unwrap().len(), 51);
        proven(&world);
    });
}

#[test]
fn a_deposit_told_800_times_is_one() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        let told = |micros| DepositRequest { amount: Usdc::from_micros(micros), reference: "0xab".to_owned() };
        let under = |key: Option<&str>| Mutation { dry_run: false, idempotency_key: key.map(str::to_owned) };
        let answers = all_at_once(&world, &operator, 16, async |app, client| {
            let mutation = under((client % 2 == 0).then_some("the same"));
            let mut answers = Vec::new();
            for _ in 0..50 {
                answers.push(wallet::deposit(app, &told(7_000_000), &mutation).await.unwrap());
            }
            answers
        });
        assert_eq!(answers.len(), 800);
        assert!(answers.iter().all(|answer| answer.result.id == answers[0].result.id));
        assert_eq!(answers.iter().filter(|answer| answer.changed && !answer.replayed).count(), 1);
        let refused = all_at_once(&world, &operator, 1, async |app, _| {
            let other = wallet::deposit(app, &told(8_000_000), &under(None)).await.unwrap_err().code;
            vec![other, wallet::deposit(app, &told(8_000_000), &under(Some("the same"))).await.unwrap_err().code]
        });
        assert_eq!(refused, [Code::Conflict, Code::KeyReused]);
        operator.run(["wallet", "approve", &answers[0].result.id]).exits(0);
        assert_eq!(operator.available(), "7.00");
        proven(&world);
    });
}

#[test]
fn processes_do_not_pay_twice() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("25");
        let processes: Vec<_> = (0..8)
            .map(|_| {
                let mut command = operator.command();
                command.args(["wallet", "withdraw", "--amount", "10", "--to", "bank", "--yes", "-q"]);
                command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap()
            })
            .collect();
        let codes: Vec<i32> =
            processes.into_iter().map(|mut process| process.wait().unwrap().code().unwrap()).collect();
        assert_eq!(codes.iter().filter(|code| **code == 0).count(), 2, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| **code == 6).count(), 6, "{codes:?}");
        assert_eq!(operator.available(), "5.00");
        // One decision, however many make it.
        let request = operator.data(["wallet", "requests", "--waiting"])[0]["id"].as_str().unwrap().to_owned();
        let decisions: Vec<_> = (0..6)
            .map(|number| {
                let verb = if number % 2 == 0 { "approve" } else { "reject" };
                operator.command().args(["wallet", verb, &request, "-q"]).output()
            })
            .collect();
        assert!(decisions.iter().any(|output| output.as_ref().unwrap().status.success()));
        proven(&world);
    });
}
