//! Which of the files that were found a catalogue has, and which of those are as they were.

use std::cmp::Ordering;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::NOBODY;
use super::catalogue::Catalogue;
use crate::corpus::walk::Walked;

/// For each file that was found its number in a catalogue, and whether it is as it was.
#[derive(Debug)]
pub(super) struct Pairs {
    was: Vec<u32>,
    fresh: Vec<bool>,
    current: bool,
}

impl Pairs {
    /// Both lists are in one order, so that they are gone through side by side.
    pub(super) fn of(walked: &Walked, catalogue: Option<&Catalogue>) -> Self {
        let mut pairs =
            Self { was: vec![NOBODY; walked.files.len()], fresh: vec![false; walked.files.len()], current: false };
        let Some(catalogue) = catalogue else { return pairs };
        let (mut found, mut known) = (0, 0);
        let (mut new, mut gone) = (Vec::new(), FxHashMap::default());
        while let (Some(file), Some((root, below, stamp))) = (walked.files.get(found), catalogue.stamped(known)) {
            if root == file.root && below == file.below {
                pairs.was[found] = known as u32;
                pairs.fresh[found] = stamp == file.stamp;
                (found, known) = (found + 1, known + 1);
            } else if (file.root, Path::new(&file.below)).cmp(&(root, Path::new(below))) == Ordering::Less {
                new.push(found);
                found += 1;
            } else {
                gone.insert((root, below), (known, stamp));
                known += 1;
            }
        }
        // One beside the other to the end of both: nothing came, and nothing is gone.
        let even = new.is_empty() && gone.is_empty() && found == walked.files.len() && known == catalogue.files();
        pairs.current = even && pairs.fresh.iter().all(|fresh| *fresh);
        // Names that are no UTF-8 may be in another order than those that they are told by.
        new.extend(found..walked.files.len());
        while let Some((root, below, stamp)) = catalogue.stamped(known).filter(|_| !new.is_empty()) {
            gone.insert((root, below), (known, stamp));
            known += 1;
        }
        for found in new {
            let file = &walked.files[found];
            if let Some((known, stamp)) = gone.remove(&(file.root, file.below.as_str())) {
                pairs.was[found] = known as u32;
                pairs.fresh[found] = stamp == file.stamp;
            }
        }
        pairs
    }

    /// The number that a file has in the catalogue, if that has it.
    pub(super) fn was(&self, file: usize) -> Option<usize> {
        self.was.get(file).copied().filter(|&was| was != NOBODY).map(|was| was as usize)
    }

    /// Whether the files are those of the catalogue, all as they are.
    pub(super) fn is_current(&self) -> bool {
        self.current
    }

    /// Whether the catalogue has it as it is.
    pub(super) fn is_fresh(&self, file: usize) -> bool {
        self.fresh.get(file).copied().unwrap_or_default()
    }
}
