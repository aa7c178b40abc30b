//! Pure functions over text, used by chunking, generation and verification alike; invariant: every
//! span they return lies on char boundaries of the text they were given.

pub mod figures;
pub mod language;
pub mod names;
pub mod relative;
pub mod sentences;
pub mod words;
