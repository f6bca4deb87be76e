//! Tells how far to believe `gp4u arbitrage`: what became of each saving a day later, and how often there is news.
//!
//! ```sh
//! zcat observations.csv.gz > observations.csv
//! cargo run --release --example backtest -- observations.csv
//! ```
//!
//! The file has the columns of `gp4u import`.

mod study;

use std::path::PathBuf;

use gp4u::market::arbitrage::{Grade, Terms};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).map(PathBuf::from).ok_or("usage: backtest FILE.csv")?;
    let terms = Terms { step_hours: 24, ..Terms::default() };
    let verdicts = study::Record::new(&study::read(&path)?).judge(&terms);

    println!("{} market-days judged\n", verdicts.len());
    println!("saving of 15 % net     found  seen again  held  share");
    let fates = study::fates(&verdicts, &terms);
    for grade in Grade::ALL {
        let fate = fates.get(&grade).copied().unwrap_or_default();
        println!("{:20} {:7} {:11} {:5} {:6.3}", grade.as_str(), fate.found, fate.seen, fate.held, fate.share());
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
