//! Text as such: ranges, lines, words, days. Knows nothing of journalism.

pub mod dates;
pub mod edit;
pub mod fold;
pub mod letters;
pub mod lines;
pub mod lists;
pub mod particles;
pub mod prose;
pub mod sentences;
pub mod shared;
pub mod span;
pub mod words;

pub use edit::Edit;
pub use prose::Prose;
pub use shared::Text;
pub use span::Span;
