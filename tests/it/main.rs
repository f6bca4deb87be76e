//! Integration tests: the library on real databases, and the real binary.

#[path = "../../benches/generator.rs"]
mod generator;
mod store;
#[allow(dead_code)]
mod world;
