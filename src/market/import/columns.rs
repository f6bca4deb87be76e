//! Which column of a file means what.

use crate::error::did_you_mean;

macro_rules! columns {
    ($( $variant:ident: $($name:literal)|+, )+) => {
        /// Something a row can tell.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names say it, and the module's table")]
        pub enum Column { $( $variant, )+ }

        impl Column {
            /// Every column.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];

            /// Its names in files, the usual one first.
            #[must_use]
            pub const fn names(self) -> &'static [&'static str] {
                match self { $( Self::$variant => &[$($name),+], )+ }
            }
        }
    };
}

columns! {
    Provider: "provider",
    GpuModel: "gpu_model" | "model" | "gpu",
    FormFactor: "form_factor",
    VramGib: "vram_gib" | "vram_gb",
    GpuCount: "gpu_count" | "num_gpus",
    Kind: "kind",
    PricePerHour: "price_per_hour" | "price_per_hour_usd",
    PricePerGpuHour: "price_per_gpu_hour" | "price_per_gpu_hour_usd",
    SpotPrice: "spot_price" | "spot_price_usd",
    ExternalId: "external_id",
    ObservedAt: "observed_at" | "time" | "timestamp",
    Available: "available",
    Reliability: "reliability",
    Region: "region",
    Country: "country",
    MachineId: "machine_id",
    CpuCores: "cpu_cores",
    RamGib: "ram_gib" | "ram_gb",
    DiskGib: "disk_gib" | "disk_gb",
    NetDownMbps: "net_down_mbps" | "inet_down_mbps",
    NetUpMbps: "net_up_mbps" | "inet_up_mbps",
    StoragePrice: "storage_price_per_gib_month",
    EgressPrice: "egress_price_per_gib",
    MinHours: "min_hours",
}

/// Columns that files often have and that tell nothing here: gp4u's own output, and other people's figures.
const IGNORED: [&str; 18] = [
    "id",
    "vendor",
    "units",
    "all_in_per_hour",
    "verified",
    "start_failures",
    "gscore",
    "tflops_fp16",
    "cuda",
    "age_s",
    "stale",
    "dlperf",
    "total_tflops",
    "source",
    "currency",
    "notes",
    "url",
    "raw_gpu_name",
];

/// Columns of a file at most.
const MAX_COLUMNS: usize = 200;

/// Where each column stands in a file's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    positions: Vec<Option<usize>>,
    /// Fields of a row.
    pub count: usize,
    /// Names that mean nothing here, each with the name that was perhaps meant.
    pub unknown: Vec<(String, Option<&'static str>)>,
}

/// Why a file's header cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnusableHeader {
    /// A column that every row needs is not there.
    #[error("there is no column `{0}`")]
    Missing(&'static str),
    /// Two columns mean the same.
    #[error("two columns say `{0}`")]
    Twice(&'static str),
    /// More columns than any price list has.
    #[error("there are more than {MAX_COLUMNS} columns")]
    TooMany,
}

impl Columns {
    /// Finds the columns by the names in a header, whatever their case. What every row needs must be there.
    pub fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Result<Self, UnusableHeader> {
        let found = Self::named(header)?;
        let needed = [Column::Provider, Column::GpuModel];
        if let Some(missing) = needed.into_iter().find(|column| found.position(*column).is_none()) {
            return Err(UnusableHeader::Missing(usual_name(missing)));
        }
        let prices = [Column::PricePerHour, Column::PricePerGpuHour, Column::SpotPrice];
        if prices.into_iter().all(|column| found.position(column).is_none()) {
            return Err(UnusableHeader::Missing(usual_name(Column::PricePerHour)));
        }
        Ok(found)
    }

    /// Finds the columns by their names, whatever is missing.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, UnusableHeader> {
        let mut found = Self { positions: vec![None; Column::ALL.len()], count: 0, unknown: Vec::new() };
        for name in names {
            let name = name.trim().to_ascii_lowercase();
            let column = Column::ALL.iter().find(|column| column.names().contains(&name.as_str()));
            match column {
                Some(column) => found.place(*column)?,
                None if IGNORED.contains(&name.as_str()) => {}
                None => {
                    let names = Column::ALL.iter().flat_map(|column| column.names()).copied();
                    let meant = did_you_mean(&name, names);
                    found.unknown.push((name, meant));
                }
            }
            found.count += 1;
            if found.count > MAX_COLUMNS {
                return Err(UnusableHeader::TooMany);
            }
        }
        Ok(found)
    }

    fn place(&mut self, column: Column) -> Result<(), UnusableHeader> {
        let count = self.count;
        match self.positions.get_mut(column as usize) {
            Some(position @ None) => *position = Some(count),
            _ => return Err(UnusableHeader::Twice(usual_name(column))),
        }
        Ok(())
    }

    /// Where a column stands.
    #[must_use]
    pub fn position(&self, column: Column) -> Option<usize> {
        self.positions.get(column as usize).copied().flatten()
    }
}

/// The name a column usually has.
pub(super) fn usual_name(column: Column) -> &'static str {
    column.names().first().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_any_of_their_names() {
        let columns = Columns::new(["source", "GPU", "provider", "Price_per_hour_usd", "vram_gb", "regoin"]).unwrap();
        assert_eq!(columns.position(Column::GpuModel), Some(1));
        assert_eq!(columns.position(Column::PricePerHour), Some(3));
        assert_eq!(columns.position(Column::Kind), None);
        assert_eq!(columns.unknown, [("regoin".to_owned(), Some("region"))]);
    }

    #[test]
    fn a_header_without_what_every_row_needs_is_refused() {
        assert_eq!(Columns::new(["provider", "price_per_hour"]), Err(UnusableHeader::Missing("gpu_model")));
        assert_eq!(Columns::new(["provider", "gpu"]), Err(UnusableHeader::Missing("price_per_hour")));
        assert_eq!(Columns::new(["provider", "gpu", "model", "spot_price"]), Err(UnusableHeader::Twice("gpu_model")));
        assert_eq!(Columns::new(std::iter::repeat_n("x", 201)), Err(UnusableHeader::TooMany));
    }

    #[test]
    fn every_name_means_one_thing() {
        let mut names: Vec<&str> =
            Column::ALL.iter().flat_map(|column| column.names()).copied().chain(IGNORED).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
