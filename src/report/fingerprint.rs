//! What marks a finding as the same one from run to run, wherever it has moved to in its draft.

use rustc_hash::FxHashMap;
use twox_hash::XxHash3_64;

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
        let words: Vec<&str> = words.split_whitespace().collect();
        let all = format!("{}\n{}\n{}", finding.code, draft.name(), words.join(" "));
        // Of a known kind, since those who keep fingerprints compare them with what a later version says.
        let times = self.met.entry(XxHash3_64::oneshot(all.as_bytes())).or_default();
        *times += 1;
        format!("{:016x}", XxHash3_64::oneshot(format!("{all}\n{times}").as_bytes()))
    }
}
