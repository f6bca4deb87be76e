//! The search flags as one predicate, together with `--where`.

use std::time::Duration;

use super::catalogue::{FormFactor, Selection};
use super::offer::PriceKind;
use super::query::{Comparison, Literal, Predicate, QueryError, gpu_choice, parse};
use super::row::Field;
use crate::units::Rate;

/// Which offers are wanted. Every part narrows; the default wants all that can be rented now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfferFilter {
    /// Any of these GPUs, as users spell them.
    pub models: Vec<String>,
    /// Any of these providers.
    pub providers: Vec<String>,
    /// GiB of one GPU at least.
    pub min_vram_gib: Option<u32>,
    /// GPUs in the offer at least.
    pub min_count: Option<u32>,
    /// GPUs in the offer at most.
    pub max_count: Option<u32>,
    /// USD per GPU and hour at most.
    pub max_price: Option<Rate>,
    /// Any of these regions, `*` and `?` allowed.
    pub regions: Vec<String>,
    /// Any of these countries.
    pub countries: Vec<String>,
    /// Share of time up at least.
    pub min_reliability: Option<f64>,
    /// G-Score at least.
    pub min_gscore: Option<f64>,
    /// Only machines their provider vouches for.
    pub verified: bool,
    /// Only this kind of price.
    pub kind: Option<PriceKind>,
    /// Only offers observed at most this long ago.
    pub max_age: Option<Duration>,
    /// Also offers that cannot be rented now, price lists among them.
    pub include_unavailable: bool,
    /// A `--where` query.
    pub query: Option<String>,
}

impl OfferFilter {
    /// The filter as one predicate: a term for each flag, then the query's own terms. `resolve` turns a model as a
    /// user spells it into GPU choices; an empty answer leaves the text as it is.
    pub fn predicate<E: From<QueryError>>(
        &self,
        resolve: &mut impl FnMut(&str) -> Result<Vec<Selection>, E>,
    ) -> Result<Predicate, E> {
        let mut terms = Vec::new();
        let mut models = Vec::new();
        for model in &self.models {
            models.push(choices(model, resolve(model)?));
        }
        if !models.is_empty() {
            terms.push(Predicate::any(models));
        }
        terms.extend(self.simple_terms());
        if let Some(query) = &self.query {
            let query = parse(query)?.resolve_models(&mut |model: &str| {
                let found = resolve(model)?;
                Ok::<_, E>((!found.is_empty()).then(|| choices(model, found)))
            })?;
            terms.extend(query.into_terms());
        }
        Ok(Predicate::And(terms))
    }

    fn simple_terms(&self) -> Vec<Predicate> {
        let at_least =
            |field: Field, value: Option<Literal>| value.map(|value| Predicate::compare(field, Comparison::Ge, value));
        let at_most =
            |field: Field, value: Option<Literal>| value.map(|value| Predicate::compare(field, Comparison::Le, value));
        let one_of = |field: Field, values: &[String]| {
            (!values.is_empty()).then(|| Predicate::one_of(field, values.iter().cloned().map(Literal::Text)))
        };
        let whole = |number: u32| Literal::Integer(i64::from(number));
        let regions = self
            .regions
            .iter()
            .map(|pattern| Predicate::Glob { field: Field::Region.into(), pattern: pattern.clone() });
        [
            one_of(Field::Provider, &self.providers),
            at_least(Field::VramGib, self.min_vram_gib.map(whole)),
            at_least(Field::GpuCount, self.min_count.map(whole)),
            at_most(Field::GpuCount, self.max_count.map(whole)),
            at_most(Field::PricePerGpuHour, self.max_price.map(|price| Literal::Money(price.micros()))),
            (!self.regions.is_empty()).then(|| Predicate::any(regions)),
            one_of(Field::Country, &self.countries),
            at_least(Field::Reliability, self.min_reliability.map(Literal::Number)),
            at_least(Field::Gscore, self.min_gscore.map(Literal::Number)),
            self.verified.then(|| Predicate::eq(Field::Verified, Literal::Bool(true))),
            self.kind.map(|kind| Predicate::eq(Field::Kind, Literal::Text(kind.as_str().to_owned()))),
            at_most(
                Field::AgeS,
                self.max_age.map(|age| Literal::Integer(i64::try_from(age.as_secs()).unwrap_or(i64::MAX))),
            ),
            (!self.include_unavailable).then(|| Predicate::eq(Field::Available, Literal::Bool(true))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Any of the GPUs an argument means; the argument itself, as a model's name, when it means none in particular.
fn choices(argument: &str, found: Vec<Selection>) -> Predicate {
    if found.is_empty() {
        return gpu_choice(argument, None, None);
    }
    Predicate::any(
        found
            .into_iter()
            .map(|choice| gpu_choice(&choice.model, choice.form_factor.map(FormFactor::as_str), choice.vram_gib)),
    )
}
