//! Tells how far to believe `gp4u arbitrage`: what became of each saving a day later, and how often there is news.
//!
//! ```sh
//! zcat observations.csv.gz > observations.csv
//! cargo run --release --example backtest -- observations.csv
//! ```
//!
//! The file has the columns of `gp4u import`.

#![expect(clippy::print_stdout, reason = "a report is its purpose")]

mod study;

use std::path::PathBuf;

use gp4u::market::arbitrage::{Grade, Terms};
use study::Fate;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: backtest FILE.csv")?;
    let terms = Terms { step_hours: 24, ..Terms::default() };
    let verdicts = study::Record::new(&study::read(&path)?).judge(&terms);

    println!("{} market-days judged\n", verdicts.len());
    println!("saving of 15 % net     found  a day later: recorded  seen again  held   of seen  of recorded");
    let fates = study::fates(&verdicts, &terms);
    for grade in Grade::ALL {
        let fate = fates.get(&grade).copied().unwrap_or_default();
        let (share, strict) = (fate.share(), fate.strict_share());
        let Fate { found, recorded, seen, held } = fate;
        println!("{:20} {found:7} {recorded:22} {seen:11} {held:5} {share:9.3} {strict:12.3}", grade.as_str());
    }

    println!("\nmodel, on demand          days  events  a month");
    let news = study::news(&verdicts);
    for (model, news) in &news {
        println!("{model:24} {:5} {:7} {:8.1}", news.days, news.events, news.per_month());
    }
    let (events, told) = news.values().fold((0, 0), |(events, told), news| (events + news.events, told + news.told));
    println!(
        "\n{events} events on {told} market-days with a known usual saving: {:.3}",
        f64::from(events) / f64::from(told)
    );
    Ok(())
}
