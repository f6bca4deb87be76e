//! Where the same GPU is really cheaper, by how much after all costs, and whether it will last.
//!
//! Recorded prices say what a test is worth. "The dearest provider asks 15 % more than the cheapest" was true on 99.8 %
//! of 2 159 model-days, so it tells nothing; against the median provider it was true on 88 %, because providers differ
//! in tier. Hence two words for two things:
//!
//! - A *standing saving* is a comparison: this is what a reference asks, this is the best price that no single offer
//!   makes, this is what is left of the difference after moving there.
//! - An *event* is news: such a saving that is also [`EVENT_POINTS_BPS`] above what the same market usually offers.
//!
//! Markets are compared within one GPU (model, memory, form factor), one way of billing and one count class; the
//! [statistics](crate::market::history::PriceStats) say what a provider's price is. [`assess`] does the rest:
//!
//! 1. A price far from what the other providers usually ask is an [outlier](Outlier): shown, never the reference, and
//!    bought from only on request.
//! 2. Buy at the cheapest provider. The [reference](Versus) is what the user pays, or the median provider, and the
//!    dearest only on request.
//! 3. The [saving](Saving) is net of moving the data and starting anew, over the hours asked for.
//! 4. [Confidence](Confidence) counts in how many recent observations the same provider was worth it.

mod assess;
mod confidence;
mod outlier;
mod saving;
mod spread;

pub use assess::{
    Comparison, Deal, MIN_PROVIDERS, Market, ProviderSeries, Reference, Seen, Terms, Versus, assess, assess_provider,
};
pub use confidence::{Confidence, EVENT_POINTS_BPS, Grade, LOOKBACK_HOURS, MIN_BASELINE, Observation};
pub use outlier::{Outlier, USUAL_HOURS, is_outlier};
pub use saving::{ASSUMED_EGRESS_PER_GIB, DEFAULT_HOURS, DEFAULT_MIN_SPREAD_BPS, Job, RESTAGING_MINUTES, Saving};
pub use spread::Spread;
