//! One open text: what the editor holds, and what the last checks showed of it.

use std::sync::Arc;

use tower_lsp::lsp_types::Url;

use super::addresses;
use super::buffers::Buffer;
use super::bulletin::Bulletin;
use super::drift::Drift;
use super::view::Proof;
use crate::check;

/// One open text and what is known of it.
#[derive(Debug)]
pub(super) struct Open {
    /// Its address, as it is written here.
    pub(super) plain: Url,
    pub(super) buffer: Buffer,
    pub(super) standing: Standing,
    /// Whether an editor that asks by itself was told of the text as it is.
    pub(super) pulled: bool,
    /// Whether the next check is to look at all of it, whatever was typed.
    pub(super) whole: bool,
    /// A later text, of which the last check tells all there is to tell, with what was told of it.
    pub(super) still: Option<Still>,
    /// The checks before the last, the latest first: the text may come back to what one of them was of.
    pub(super) earlier: Vec<Arc<Proof>>,
}

/// What was told of a text without a check of its own.
#[derive(Debug)]
pub(super) struct Still {
    pub(super) serial: u64,
    pub(super) number: u64,
    pub(super) bulletin: Arc<Bulletin>,
}

impl Open {
    pub(super) fn new(uri: &Url, buffer: Buffer) -> Self {
        let plain = addresses::plain(uri);
        Self { plain, buffer, standing: Standing::New, pulled: false, whole: true, still: None, earlier: Vec::new() }
    }

    /// The last checks, the last one first.
    pub(super) fn checks(&self) -> impl Iterator<Item = &Arc<Proof>> {
        let last = match &self.standing {
            Standing::Checked(proof) => Some(proof),
            _ => None,
        };
        last.into_iter().chain(&self.earlier)
    }

    /// Keeps a check that is no longer the last; those on other terms are of no use any more.
    pub(super) fn put_by(&mut self, was: &Standing) {
        let Standing::Checked(now) = &self.standing else { return self.earlier.clear() };
        if let Standing::Checked(was) = was {
            self.earlier.insert(0, was.clone());
            self.earlier.truncate(check::CHECKS - 1);
        }
        self.earlier.retain(|earlier| earlier.terms.same(&now.terms));
    }

    /// The same, with what came after each.
    pub(super) fn since(&self) -> Vec<Since> {
        let told = self.still.as_ref().map(|still| &still.bulletin);
        let since = |(proof, told): (&Arc<Proof>, Option<&Arc<Bulletin>>)| Since {
            proof: proof.clone(),
            told: told.unwrap_or(&proof.bulletin).clone(),
            drift: self.buffer.drift(proof.serial),
        };
        self.checks().zip([told].into_iter().chain(std::iter::repeat(None))).map(since).collect()
    }

    /// The number of the check that told all there is to tell of the text as it is, and what it told.
    pub(super) fn told(&self) -> Option<(u64, &Arc<Bulletin>)> {
        match (&self.standing, &self.still) {
            (Standing::Checked(proof), _) if proof.serial == self.buffer.serial => {
                Some((proof.number, &proof.bulletin))
            }
            (Standing::Checked(_), Some(still)) if still.serial == self.buffer.serial => {
                Some((still.number, &still.bulletin))
            }
            _ => None,
        }
    }
}

/// What is known of an open text.
#[derive(Clone, Debug)]
pub(super) enum Standing {
    /// Nothing yet.
    New,
    /// That it is no draft.
    Passed,
    /// What the last check showed.
    Checked(Arc<Proof>),
}

/// A check, and what came after it.
#[derive(Debug)]
pub struct Since {
    /// What it showed.
    pub proof: Arc<Proof>,
    /// What was told last of the last check; of those before, what was told first.
    pub told: Arc<Bulletin>,
    /// What was typed since.
    pub drift: Drift,
}
