//! Where to cut a long quotation and its passage, so that each pair of stretches can be aligned by itself.
//!
//! To align is to fill a table of all words against all words. A run of words that both have once, and in one order
//! with the others of its kind, ties them together; between two of these a table is small (the idea of patience diff).

use rustc_hash::FxHashMap;

use crate::text::fold::Token;

/// Words of a run that ties both sides together.
const RUN: usize = 6;
/// Words of the quotation between two cuts, about.
const STRETCH: usize = 160;
/// Where nothing ties the sides together for so many stretches, they are cut in proportion.
const LOOSE: usize = 8;

/// The cuts, ascending on both sides: before which word of the draft, and before which of the source.
pub(super) fn cuts(draft: &[Token], source: &[Token]) -> Vec<(usize, usize)> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut last = (0, 0);
    for &(at, place) in &in_order(&shared(draft, source)) {
        // In the middle of the run, so that what stands before or behind it is compared within one stretch.
        let cut = (at + RUN / 2, place + RUN / 2);
        if cut.0 - last.0 >= STRETCH {
            cuts.extend(in_proportion(last, cut));
            cuts.push(cut);
            last = cut;
        }
    }
    // Before the first run and behind the last the source's ends are free.
    if last == (0, 0) || draft.len() - last.0 > LOOSE * STRETCH {
        cuts.extend(in_proportion(last, (draft.len(), source.len())));
    }
    cuts
}

/// The runs that occur once on either side, in the draft's order.
fn shared(draft: &[Token], source: &[Token]) -> Vec<(usize, usize)> {
    let theirs = once(source);
    let mut shared: Vec<(usize, usize)> =
        once(draft).into_iter().filter_map(|(run, at)| Some((at?, (*theirs.get(&run)?)?))).collect();
    shared.sort_unstable();
    shared
}

/// Where each run of words begins; `None` for one that occurs again.
fn once(tokens: &[Token]) -> FxHashMap<[u64; RUN], Option<usize>> {
    let mut runs: FxHashMap<[u64; RUN], Option<usize>> = FxHashMap::default();
    for (at, run) in tokens.windows(RUN).enumerate() {
        let mut keys = [0; RUN];
        for (key, token) in keys.iter_mut().zip(run) {
            *key = token.key;
        }
        runs.entry(keys).and_modify(|known| *known = None).or_insert(Some(at));
    }
    runs
}

/// The longest row of pairs that ascends on both sides.
fn in_order(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length, the pair that a row of it may end on with the smallest place, and the pair before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (nth, &(_, place)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < place);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = nth,
            None => ends.push(nth),
        }
    }
    let mut row: Vec<_> =
        std::iter::successors(ends.last().copied(), |&nth| before[nth]).map(|nth| pairs[nth]).collect();
    row.reverse();
    row
}

/// Cuts between two others that lie far apart, as many as leave stretches of about the right length.
fn in_proportion(from: (usize, usize), to: (usize, usize)) -> Vec<(usize, usize)> {
    let stretches = (to.0 - from.0) / STRETCH;
    if stretches <= LOOSE {
        return Vec::new();
    }
    let part = |nth: usize, from: usize, to: usize| from + (to - from) * nth / stretches;
    (1..stretches).map(|nth| (part(nth, from.0, to.0), part(nth, from.1, to.1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::text::fold;

    fn words(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ") + " "
    }

    fn cuts_of(draft: &str, source: &str) -> Vec<(usize, usize)> {
        let tokens = |text: &str| fold::tokens(text, Span::new(0, text.len()));
        cuts(&tokens(draft), &tokens(source))
    }

    #[test]
    fn cuts_lie_within_words_that_both_sides_have() {
        let source = words(0, 2_000);
        let draft = format!("{}{}", words(300, 900), words(1_000, 1_500));
        let cuts = cuts_of(&draft, &source);
        assert!(cuts.len() >= 5, "{cuts:?}");
        for (at, place) in cuts {
            let word = if at < 600 { at + 300 } else { at + 400 };
            assert_eq!(place, word);
        }
    }

    #[test]
    fn what_moved_is_left_out_of_the_order() {
        let source = words(0, 1_000);
        let draft = format!("{}{}{}", words(500, 600), words(0, 500), words(600, 1_000));
        let cuts = cuts_of(&draft, &source);
        assert!(cuts.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1), "{cuts:?}");
    }

    #[test]
    fn sides_that_share_nothing_and_sides_that_repeat_are_cut_in_proportion() {
        for (draft, source) in [(words(0, 4_000), words(5_000, 9_000)), ("la ".repeat(4_000), "la ".repeat(4_500))] {
            let cuts = cuts_of(&draft, &source);
            assert!(cuts.len() > 20, "{}", cuts.len());
            assert!(cuts.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
        }
    }
}
