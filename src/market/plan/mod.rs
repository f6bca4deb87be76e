//! Planner.
mod exact;
#[cfg(test)]
mod lab;
