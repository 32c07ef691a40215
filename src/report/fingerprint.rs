//! What marks a finding as the same one from run to run, wherever it has moved to in its draft.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};

use super::Sheet;
use crate::rules::Finding;

/// The fingerprints of one run: of its rule, its draft and the words it is about, never of the line.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    /// How often each was met: the same words may be wrong twice.
    met: FxHashMap<u64, u32>,
}

impl Fingerprints {
    /// Sixteen digits; no two findings of a run have the same.
    pub(super) fn of(&mut self, draft: &Sheet, finding: &Finding) -> String {
        let reading = &draft.checked.draft;
        let words = match finding.about.map(|id| reading.quotations[id].span) {
            Some(quoted) => quoted.of(reading.document.prose.text()),
            None => finding.span.of(&reading.document.text),
        };
        let mut hasher = FxHasher::default();
        (finding.code, &draft.path).hash(&mut hasher);
        words.split_whitespace().for_each(|word| word.hash(&mut hasher));
        let times = self.met.entry(hasher.finish()).or_default();
        *times += 1;
        times.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
}
