//! Verdicts that outlast the reading they were told of. While a sentence is typed, the words beside it are somebody's, are
//! taken for another's and are the first one's again: what was found of them is not looked up each time.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::carried::{Around, Facts};
use super::{Outcome, Verdict};

/// So many at most: each keeps the articles that it names.
const MOST: usize = 128;

/// The verdicts looked up last, with what they rest on.
#[derive(Debug, Default)]
pub struct Kept(Mutex<VecDeque<Entry>>);

#[derive(Debug)]
struct Entry {
    words: String,
    facts: u64,
    around: Around,
    verdict: Verdict,
    /// Where the quotation began.
    from: usize,
}

impl Kept {
    /// The verdict on these words with these facts, where what the draft says around them makes no difference; and where
    /// they began then.
    pub(super) fn get(
        &self,
        words: &str,
        facts: &Facts<'_>,
        around: impl Fn(&Verdict) -> Around,
    ) -> Option<(Verdict, usize)> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (facts, whoever) = (facts.number(), facts.whoever().number());
        let same =
            |entry: &&Entry| entry.words == words && entry.facts == if entry.verdict.whoever { whoever } else { facts };
        let as_good = |entry: &&Entry| entry.verdict.whoever || entry.around.is_as_good_as(&around(&entry.verdict));
        let entry = entries.iter().filter(same).find(as_good)?;
        Some((entry.verdict.clone(), entry.from))
    }

    /// Keeps a verdict, if it is one that stays.
    pub(super) fn put(&self, words: &str, facts: &Facts<'_>, around: Around, verdict: &Verdict, from: usize) {
        if verdict.missed.is_some() || verdict.outcome == Outcome::Unchecked {
            return;
        }
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.truncate(MOST - 1);
        let facts = if verdict.whoever { facts.whoever().number() } else { facts.number() };
        let entry = Entry { words: words.to_owned(), facts, around, verdict: verdict.clone(), from };
        entries.push_front(entry);
    }
}
