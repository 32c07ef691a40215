//! What stands behind the place that is being typed at: moved once, when it is asked for, and not with each key.

use super::rest::Rest;
use super::{Counted, Counts, Stop};
use crate::quotations::extract::Extracted;
use crate::quotations::mention::Mention;
use crate::quotations::moves::Moves;
use crate::quotations::{Quotation, Utterance};
use crate::text::Edit;

/// What was read behind a stop, as it was when it was set aside.
#[derive(Clone, Debug)]
pub(super) struct Tail {
    rest: Rest,
    /// Those behind the one it was cut off at.
    stops: Vec<Stop>,
    /// How much had been read in front of it then.
    counts: Counts,
    /// What was typed in front of it since.
    pub(super) edit: Edit,
}

impl Tail {
    pub(super) fn new(rest: Rest, stops: Vec<Stop>, counts: Counts) -> Self {
        Self { rest, stops, counts, edit: Edit { at: 0, gone: 0, come: 0 } }
    }

    /// How many stops there are in it.
    pub(super) fn stops(&self) -> usize {
        self.stops.len()
    }

    /// The mentions in it, where they stand now.
    pub(super) fn mentions(&self) -> impl Iterator<Item = Mention> {
        self.rest.mentions().iter().map(|&(mut mention)| {
            mention.go_along(self.edit);
            mention
        })
    }

    /// Sentences in front of it became more or fewer.
    pub(super) fn count_on(&mut self, counted: Counted) {
        if counted.further != 0 {
            self.rest.count_on(counted);
            self.stops.iter_mut().for_each(|stop| stop.flow.count_on(counted));
        }
    }

    /// All of it where it stands now, with so much in front of it.
    pub(super) fn moved(mut self, counts: Counts) -> (Rest, Vec<Stop>) {
        self.rest.go_along(self.edit);
        self.rest.put_off(self.counts, counts);
        for stop in &mut self.stops {
            stop.flow.go_along(self.edit);
            stop.counts.go_along(self.counts, counts);
        }
        (self.rest, self.stops)
    }
}

/// Whether what was read up to some counts, which stands in front of a byte of the prose, and what was read behind it have
/// nothing to do with each other.
pub(super) fn is_apart(out: &Extracted, at: Counts, place: usize) -> bool {
    let (quotations, later) = out.quotations.split_at(at.quotations);
    let (utterances, later_utterances) = out.utterances.split_at(at.utterances);
    let in_front = |it: &Quotation| it.utterance < at.utterances && it.parent.is_none_or(|it| it < at.quotations);
    let behind = |it: &Utterance| {
        let said = &it.attribution;
        [said.cue, said.mention, said.when].into_iter().flatten().all(|span| span.start >= place)
    };
    quotations.iter().all(in_front)
        && utterances.iter().all(|it| it.quotations.iter().all(|&id| id < at.quotations))
        && later.iter().all(|it| it.outer.start >= place)
        && later_utterances.iter().all(behind)
}
