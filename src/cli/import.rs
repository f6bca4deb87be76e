//! `gp4u import`: prices and offers from files.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::gpus::FieldsArg;
use super::output::Printer;
use super::values;
use crate::app::App;
use crate::error::Result;
use crate::ops::import::{ImportReport, ImportRequest, import};

const EXAMPLES: &str = "\
Examples:
  gp4u import prices.csv
  zcat observations.csv.gz | gp4u import -
  gp4u import --offers our-datacentre.ndjson
";

const COLUMNS: &str = "\
Files are CSV with a header, or NDJSON with an object a line; which one is seen from the first character.
Names in brackets mean the same. An empty cell is unknown.

  provider             whose; `vastai`, `io.net` and the like are recognised
  gpu_model            [model, gpu] in any spelling
  price_per_hour       [price_per_hour_usd] USD per hour of all GPUs in the row
  price_per_gpu_hour   [price_per_gpu_hour_usd] USD per hour of one GPU, instead
  spot_price           [spot_price_usd] USD per hour of all GPUs when they can be taken away, beside or instead
  gpu_count            [num_gpus] GPUs in the row (1)
  vram_gib             [vram_gb] memory of one GPU; an A100 of 40 is not one of 80
  form_factor          SXM, PCIe, NVL, where the model's name does not say
  kind                 on_demand (when missing), interruptible, auction_estimate or indicative
  observed_at          [time, timestamp] when, RFC 3339; rows without are left out unless --at is given
  external_id          the provider's own id; made of the other columns when missing
  reliability          share of time up, 0 to 1
  available, region, country, machine_id, cpu_cores, ram_gib [ram_gb], disk_gib [disk_gb],
  net_down_mbps [inet_down_mbps], net_up_mbps [inet_up_mbps], storage_price_per_gib_month,
  egress_price_per_gib, min_hours    as in `gp4u schema offers`; for --offers

Without --offers the rows are observations: they become price history at their own times, each once however often
it is imported. With --offers the file is what its providers offer now: it replaces what they offered before.";

/// Take in prices or offers from a file.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES, after_long_help = COLUMNS)]
pub struct ImportArgs {
    /// The file, CSV or NDJSON; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The file is what its providers offer now, such as your own price list
    #[arg(long)]
    offers: bool,

    /// When rows without a time were observed
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    at: Option<Timestamp>,

    /// Take the good rows although there are bad ones
    #[arg(long)]
    skip_bad: bool,

    /// Tell what would be done, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    fields: FieldsArg,
}

impl ImportArgs {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<ImportReport>()?;
        let request = ImportRequest {
            file: (self.file.as_os_str() != "-").then_some(self.file),
            offers: self.offers,
            at: self.at,
            skip_bad: self.skip_bad,
            dry_run: self.dry_run,
        };
        let (report, warnings) = import(app, &request).await?;
        printer.object(&report, fields, &warnings)
    }
}
