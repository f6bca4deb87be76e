//! Bad input: refused by field, and nothing is changed.

use super::people::{Person, proven};
use crate::world::World;

/// Amounts that are no amounts, or not more than nothing.
const BAD_AMOUNTS: [&str; 24] = [
    "",
    "0",
    "0.00",
    "-5",
    "-0",
    "+1",
    " 1",
    "1 ",
    ".5",
    "1.",
    ".",
    "1,000",
    "1_000",
    "１",
    "1e3",
    "2.5e-1",
    "NaN",
    "inf",
    "0x10",
    "1.0000001",
    "9223372036854.775808",
    "1234567890123456789012345678901234567890",
    "1.2.3",
    "null",
];

#[test]
fn bad_amounts_are_refused_by_field_and_nothing_is_written() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("100");
        let before = operator.data(["ledger", "entries"]);
        for amount in BAD_AMOUNTS {
            for command in [
                &["wallet", "deposit", "--reference", "x", "--amount", amount][..],
                &["wallet", "withdraw", "--to", "x", "--yes", "--amount", amount],
            ] {
                let run = operator.run(command.iter().copied().chain(["-o", "json"])).exits(2);
                let error = run.error();
                assert_eq!(error["code"], "usage", "{command:?}");
                assert!(error["message"].as_str().unwrap().contains("--amount"), "{command:?}: {error}");
                assert_eq!(run.stdout, "");
            }
        }
        for limit in ["-5", "1,000", "1e3", "all", "1.0000001"] {
            let error = operator.run(["wallet", "limits", "set", "--day", limit, "-o", "json"]).exits(2).error();
            assert!(error["message"].as_str().unwrap().contains("--day"), "{error}");
        }
        operator.run(["wallet", "limits", "set"]).exits(2);
        assert_eq!(operator.data(["ledger", "entries"]), before);
        assert_eq!(operator.data(["wallet", "requests"]).as_array().unwrap().len(), 1);
        proven(&world);
    });
}

#[test]
fn the_largest_amount_is_one_and_the_book_refuses_what_is_more_than_it_holds() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("9223372036854.775807");
        assert_eq!(operator.available(), "9223372036854.775807");
        let more = operator.data(["wallet", "deposit", "--amount", "0.000001", "--reference", "more"]);
        operator.run(["wallet", "approve", more["id"].as_str().unwrap()]).exits(2);
        assert_eq!(operator.available(), "9223372036854.775807");
        proven(&world);
    });
}

#[test]
fn references_ids_and_destinations_are_what_they_must_be() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("100");
        for reference in ["", "'; DROP TABLE account;--", "a b", "-x", "a:b", "é", "a\u{202e}b", "%", &"x".repeat(81)]
        {
            let arguments = ["wallet", "deposit", "--amount", "1", "-o", "json"];
            let reference = format!("--reference={reference}");
            let error = operator.run(arguments.into_iter().chain([reference.as_str()])).exits(2).error();
            assert!(error["message"].as_str().unwrap().contains("--reference"), "{error}");
        }
        for id in [
            "",
            "x",
            "rеs_0",
            "0193E3A4-5B6C-7D8E-9FA0-B1C2D3E4F506",
            "0193e3a45b6c7d8e9fa0b1c2d3e4f506",
            "1 OR 1=1",
            "../../etc/passwd",
        ] {
            operator.run(["wallet", "approve", id]).exits(2);
            operator.run(["wallet", "requests", "--after", id]).exits(2);
        }
        for destination in ["", "a\nb", "a\u{1b}[2Jb", &"x".repeat(1_000)] {
            operator.run(["wallet", "withdraw", "--amount", "1", "--to", destination, "--yes"]).exits(2);
        }
        // Text that means something to a terminal or a spreadsheet is stored as it is and never shown so.
        let nasty = "=HYPERLINK(\"http://x\")\u{202e}";
        operator.run(["wallet", "withdraw", "--amount", "1", "--to", nasty, "--yes"]).exits(0);
        let csv = operator.run(["wallet", "requests", "-o", "csv"]).exits(0).stdout;
        assert!(csv.contains("\"'=HYPERLINK(\"\"http://x\"\")\\u{202e}\""), "{csv}");
        let table = operator.run(["wallet", "requests"]).exits(0).stdout;
        assert!(!table.contains('\u{202e}'), "{table}");
        operator.run(["wallet", "transactions", "--type", "nothing"]).exits(2);
        operator.run(["wallet", "transactions", "--after", "x"]).exits(2);
        operator.run(["wallet", "analytics", "--plot", "x.jpg"]).exits(2);
        proven(&world);
    });
}
