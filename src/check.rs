//! The whole pipeline, from a document to findings.

use crate::rules::Finding;
use crate::speakers::Reading;
use crate::verify::Verdict;

/// A draft that was checked.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What reading the draft yielded.
    pub draft: Reading,
    /// One for each quotation of the draft that is not nested, in order.
    pub verdicts: Vec<Verdict>,
    /// In order of place, then code.
    pub findings: Vec<Finding>,
}
