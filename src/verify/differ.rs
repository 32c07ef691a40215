//! What an alignment amounts to: which words differ, and whether they turn the meaning.

use super::align::{Fitted, Step, is_sentence_end, weight};
use super::lexicon::{self, Care, Class};
use super::one_word::is_one_word;
use super::passage::Passage;
use super::referent::mistaken;
use super::restarts::{is_begun_otherwise, is_said_twice, is_stutter};
use super::sides::Sides;
use super::turns::{Turn, bracket_turns, hidden, turn};
use super::{Op, OpKind, counted, same_sense, swapped};
use crate::settings::HouseStyle;
use crate::text::Span;
use crate::text::fold::{Token, TokenKind};

/// One place where quotation and passage part.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub kind: DifferenceKind,
    /// Words of the quotation.
    pub draft: Vec<usize>,
    /// Words of the passage.
    pub source: Vec<usize>,
}

/// What a difference does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum DifferenceKind {
    /// The sense turns, and by what.
    Meaning(Turn),
    /// Words are left out.
    Omission,
    /// Words are other words.
    Wording,
    /// What the ellipsis stands for turns the sense.
    Hidden(Turn),
}

/// An alignment, read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub ops: Vec<Op>,
    pub differences: Vec<Difference>,
    /// Words of the passage that were matched, in order.
    pub places: Vec<usize>,
    /// Weight of the quotation's words that were matched, over all of them.
    pub coverage: f32,
    /// Words of the quotation before the first and after the last that were matched.
    pub uncovered: (usize, usize),
}

/// Reads the alignment of both.
pub(super) fn read(fitted: &Fitted, sides: Sides<'_>) -> Reading {
    let (steps, draft) = (&fitted.steps, sides.draft);
    let mut reading =
        Reading { ops: Vec::new(), differences: Vec::new(), places: Vec::new(), coverage: 0.0, uncovered: (0, 0) };
    let (mut matched, mut total) = (0.0, 0.0);
    for step in steps {
        match *step {
            Step::Same(at, place) => {
                matched += weight(&draft[at]);
                total += weight(&draft[at]);
                reading.places.push(place);
            }
            Step::Replaced(at, place) => {
                if draft[at].kind != TokenKind::Bracketed {
                    total += weight(&draft[at]);
                }
                reading.places.push(place);
            }
            Step::Added(at) if draft[at].kind != TokenKind::Bracketed => total += weight(&draft[at]),
            _ => {}
        }
    }
    reading.coverage = if total > 0.0 { matched / total } else { 0.0 };
    let is_same = |step: &Step| matches!(step, Step::Same(..));
    let words = |step: &&Step| matches!(step, Step::Added(_) | Step::Replaced(..) | Step::Same(..));
    reading.uncovered = (
        steps.iter().take_while(|step| !is_same(step)).filter(words).count(),
        steps.iter().rev().take_while(|step| !is_same(step)).filter(words).count(),
    );
    let mut at = 0;
    while at < steps.len() {
        let same = is_same(&steps[at]);
        let to = at + steps[at..].iter().take_while(|step| is_same(step) == same).count();
        let group = &steps[at..to];
        if same {
            same_words(group, sides, &mut reading);
        } else {
            let edge = Edge { first: at == 0, last: to == steps.len(), instead: Vec::new(), sentence: false };
            let sentence = edge.is_sentence(group, sides);
            let instead = if sentence { Vec::new() } else { in_place_of(group, &edge, steps, sides) };
            changed_words(group, sides, &mut reading, &Edge { instead, sentence, ..edge });
        }
        at = to;
    }
    same_sense::settle(&mut reading.differences, sides);
    swapped::settle(&mut reading.differences, sides);
    counted::settle(&mut reading.differences, sides);
    reading
}

/// Whether a group of steps lies at an edge of the quotation, and what the source has there.
struct Edge {
    first: bool,
    last: bool,
    /// Words of the source beyond the edge, which words of the draft that nothing was paired with stand in place of.
    instead: Vec<usize>,
    /// Whether it is a whole sentence, or several, of which the source has nothing there.
    sentence: bool,
}

impl Edge {
    fn is_sentence(&self, group: &[Step], sides: Sides<'_>) -> bool {
        let added = |step: &Step| if let Step::Added(at) = *step { Some(at) } else { None };
        let Some(words) = group.iter().map(added).collect::<Option<Vec<usize>>>() else { return false };
        let seam = if self.first { words.last().map(|last| last + 1) } else { words.first().copied() };
        let seam = seam.filter(|&at| self.first != self.last && at > 0 && at < sides.draft.len());
        seam.is_some_and(|at| is_sentence_end(sides.draft, sides.prose, at))
    }
}

/// Words that the draft puts at an edge and that match nothing stand where the source's sentence goes on.
///
/// The alignment leaves a quotation's ends free, so it takes them for additions.
fn in_place_of(group: &[Step], edge: &Edge, steps: &[Step], sides: Sides<'_>) -> Vec<usize> {
    let Sides { draft, passage, .. } = sides;
    let words: Vec<usize> =
        group.iter().filter_map(|step| if let Step::Added(at) = *step { Some(at) } else { None }).collect();
    let added = words.len();
    if added == 0 || added > IN_PLACE || added < group.len() || edge.first == edge.last {
        return Vec::new();
    }
    let mut places = steps.iter().filter_map(|step| match *step {
        Step::Same(_, place) => Some(place),
        _ => None,
    });
    let Some(seam) = (if edge.last { places.next_back() } else { places.next() }) else { return Vec::new() };
    let prose = passage.prose();
    let Some(id) = passage.inside.get(seam).copied().flatten() else { return Vec::new() };
    let beside = |place: &usize| {
        let (span, seam) = (passage.tokens[*place].span, passage.tokens[seam].span);
        let (a, b) = if edge.last { (seam.end, span.start) } else { (span.end, seam.start) };
        passage.inside[*place] == Some(id) && !prose[a.min(b)..b].contains(['.', '!', '?', '\n'])
    };
    let beyond = |count: usize| -> Vec<usize> {
        let range = if edge.last {
            seam + 1..(seam + 1 + count).min(passage.tokens.len())
        } else {
            seam.saturating_sub(count)..seam
        };
        range.filter(beside).collect()
    };
    // "play-offs" where the source has "playoffs" is there, however short the quotation is.
    let same = (1..=added + 1).map(beyond).find(|there| is_one_word(&words, there, sides));
    let long = draft.len() >= 2 * added + 2;
    same.unwrap_or_else(|| if long { beyond(added) } else { Vec::new() })
}

/// Words at an edge that can stand in place of others.
const IN_PLACE: usize = 3;

fn same_words(group: &[Step], sides: Sides<'_>, reading: &mut Reading) {
    let Sides { draft, prose, passage, style } = sides;
    for step in group {
        let Step::Same(at, place) = *step else { continue };
        let (a, b) = (draft[at].span, passage.tokens[place].span);
        if style == HouseStyle::Strict && is_contracted(a.of(prose)) != is_contracted(b.of(passage.prose())) {
            push(&mut reading.ops, Op { kind: OpKind::Replaced, draft: a, source: b });
            reading.differences.push(Difference {
                kind: DifferenceKind::Wording,
                draft: vec![at],
                source: vec![place],
            });
        } else {
            push(&mut reading.ops, Op { kind: OpKind::Same, draft: a, source: b });
        }
    }
}

fn is_contracted(word: &str) -> bool {
    word.starts_with(['\'', '’']) || word.ends_with("n't") || word.ends_with("n’t")
}

/// Appends a step to the ops, joined with the last one of its kind.
fn push(ops: &mut Vec<Op>, op: Op) {
    match ops.last_mut() {
        Some(last) if last.kind == op.kind => {
            last.draft = last.draft.join(op.draft);
            last.source = last.source.join(op.source);
        }
        _ => ops.push(op),
    }
}

/// Words between two runs that are the same: what happened there.
fn changed_words(steps: &[Step], sides: Sides<'_>, reading: &mut Reading, edge: &Edge) {
    let mut group = Group::of(steps, sides.draft);
    let mistaken = group.mistaken(&edge.instead, sides, reading);
    group.settle(edge, sides);
    let Group { added, bracketed, gone, elided, cut } = group;
    let of_draft = |words: &[usize]| spans(words, |&at| sides.draft[at].span);
    let of_source = |words: &[usize]| spans(words, |&place| sides.passage.tokens[place].span);
    let there = Span::at(reading.ops.last().map_or(0, |op| op.source.end));
    let here = Span::at(anchor(steps, sides.draft, reading));
    let (said, was) = (of_draft(&added).unwrap_or(here), of_source(&gone).unwrap_or(there));
    if let Some(cut) = cut {
        reading.ops.push(Op { kind: OpKind::Elided, draft: cut, source: of_source(&elided).unwrap_or(there) });
        if let Some(turn) = hidden(&elided, sides.passage) {
            let kind = DifferenceKind::Hidden(turn);
            reading.differences.push(Difference { kind, draft: Vec::new(), source: elided });
        }
    }
    if let Some(draft) = of_draft(&bracketed) {
        let source = if added.is_empty() { was } else { Span::at(was.start) };
        reading.ops.push(Op { kind: OpKind::Bracketed, draft, source });
        if added.is_empty() {
            let turned = bracket_turns(&bracketed, &gone, sides).map(|turn| (turn, gone));
            if let Some((turn, source)) = turned.or_else(|| Some((Turn::Name, vec![mistaken?]))) {
                let kind = DifferenceKind::Meaning(turn);
                reading.differences.push(Difference { kind, draft: bracketed, source });
            }
            return;
        }
    }
    if added.is_empty() && gone.is_empty() {
        return;
    }
    if is_one_word(&added, &gone, sides) {
        if edge.last && reading.places.last() < gone.first() {
            reading.places.extend(&gone);
        } else if edge.first && gone.last() < reading.places.first() {
            reading.places.splice(0..0, gone.iter().copied());
        }
        reading.ops.push(Op { kind: OpKind::Same, draft: said, source: was });
        return;
    }
    let kind = match (added.is_empty(), gone.is_empty()) {
        (false, false) => OpKind::Replaced,
        (false, true) => OpKind::Added,
        (true, _) => OpKind::Dropped,
    };
    reading.ops.push(Op { kind, draft: said, source: was });
    if let Some(kind) = what_changed(&added, &gone, sides, edge.sentence) {
        reading.differences.push(Difference { kind, draft: added, source: gone });
    }
}

/// Words between two runs that are the same, by what became of them.
#[derive(Default)]
struct Group {
    added: Vec<usize>,
    bracketed: Vec<usize>,
    gone: Vec<usize>,
    elided: Vec<usize>,
    /// The ellipsis.
    cut: Option<Span>,
}

impl Group {
    fn of(steps: &[Step], draft: &[Token]) -> Self {
        let mut group = Self::default();
        for step in steps {
            if let Step::Added(at) | Step::Replaced(at, _) = *step {
                let bracket = draft[at].kind == TokenKind::Bracketed;
                if bracket { &mut group.bracketed } else { &mut group.added }.push(at);
            }
            match *step {
                Step::Replaced(_, place) | Step::Dropped(place) => group.gone.push(place),
                Step::Elided(place) => group.elided.push(place),
                Step::Cut(at) => group.cut = Some(draft[at].span),
                Step::Added(_) | Step::Same(..) => {}
            }
        }
        group
    }

    /// The pronoun in whose place a bracket names somebody else.
    fn mistaken(&self, instead: &[usize], sides: Sides<'_>, reading: &Reading) -> Option<usize> {
        // "He [Orre] signed" names whom the word in front of it means.
        let in_front = || match reading.ops.last() {
            Some(op) if op.kind == OpKind::Same => {
                sides.passage.tokens.iter().position(|it| it.span.end == op.source.end)
            }
            _ => None,
        };
        if !self.gone.is_empty() {
            return mistaken(&self.bracketed, &self.gone, sides);
        }
        let beside = instead.is_empty() && !self.bracketed.is_empty() && self.added.is_empty();
        let named_for = if beside { in_front().into_iter().collect() } else { instead.to_vec() };
        mistaken(&self.bracketed, &named_for, sides)
    }

    /// Settles what of the source the words of the draft stand for.
    fn settle(&mut self, edge: &Edge, sides: Sides<'_>) {
        let passage = sides.passage;
        if self.gone.is_empty() {
            let is_opposite = |at: usize, place: usize| {
                lexicon::opposite(&sides.said(at).to_lowercase(), &sides.was(place).to_lowercase())
            };
            let says_opposite = |&place: &usize| self.bracketed.iter().any(|&at| is_opposite(at, place));
            // A bracket may explain; only one that says the opposite stands in place of what the source has.
            if self.bracketed.is_empty() || edge.instead.iter().any(says_opposite) {
                self.gone.clone_from(&edge.instead);
            }
        }
        // Round brackets of the source's own are what it says, not what the draft puts in; square ones are as the draft's.
        let in_brackets = |&place: &usize| passage.tokens[place].kind == TokenKind::Bracketed;
        if !self.gone.is_empty() && self.gone.iter().all(in_brackets) && !is_put_in(&self.gone, passage) {
            self.added.append(&mut self.bracketed);
            self.added.sort_unstable();
        }
        // The reporter's words between two stretches of one speech are not the speaker's.
        if !edge.first && !edge.last {
            self.gone.retain(|&place| !passage.outside[place] || !is_interjection(passage, place));
        }
    }
}

/// What words that are others amount to, where that is anything; `sentence` says that they are whole ones put in.
fn what_changed(added: &[usize], gone: &[usize], sides: Sides<'_>, sentence: bool) -> Option<DifferenceKind> {
    let Sides { passage, style, .. } = sides;
    if added.is_empty() && (is_disfluency(gone, passage, style) || is_put_in(gone, passage)) {
        return None;
    }
    let care = care(added, gone, sides);
    if care == Some(Care::Spoken) && style != HouseStyle::Strict {
        return None;
    }
    // What was begun twice says nothing twice, not even that it is not so.
    let begun_again = || added.is_empty() && is_said_twice(gone, &passage.tokens);
    if let Some(turn) = if sentence || begun_again() { None } else { turn(added, gone, sides) } {
        return Some(DifferenceKind::Meaning(turn));
    }
    if style == HouseStyle::Lenient && care.is_some() {
        return None;
    }
    // A word put for a stretch much longer than itself leaves most of it out.
    let left_out = added.is_empty() || gone.len() >= 4 * added.len() && gone.len() > 4;
    Some(if left_out { DifferenceKind::Omission } else { DifferenceKind::Wording })
}

/// What an editor mended of what the speaker let slip: "gonna", "the pumps was".
fn care(added: &[usize], gone: &[usize], sides: Sides<'_>) -> Option<Care> {
    let lower = |words: Vec<&str>| words.join(" ").to_lowercase().replace('’', "'");
    let ours = lower(added.iter().map(|&at| sides.said(at)).collect());
    let theirs = lower(gone.iter().map(|&place| sides.was(place)).collect());
    lexicon::care(&ours, &theirs)
}

/// Where in the draft words are missing: behind the last that was matched.
fn anchor(group: &[Step], draft: &[Token], reading: &Reading) -> usize {
    let first = group.iter().find_map(|step| match *step {
        Step::Replaced(at, _) | Step::Added(at) | Step::Cut(at) => Some(draft[at].span.start),
        _ => None,
    });
    first.unwrap_or_else(|| {
        reading.ops.last().map_or_else(|| draft.first().map_or(0, |token| token.span.start), |op| op.draft.end)
    })
}

fn spans<T>(items: &[T], span: impl Fn(&T) -> Span) -> Option<Span> {
    items.iter().map(span).reduce(Span::join)
}

/// Whether the reporter's word at `place` stands between two stretches of quoted speech.
fn is_interjection(passage: &Passage, place: usize) -> bool {
    let before = passage.outside[..place].iter().rev().take(60).any(|outside| !outside);
    let after = passage.outside[place..].iter().take(60).any(|outside| !outside);
    before && after
}

/// Whether words that the draft leaves out were put in by whoever took them down, in square brackets: "out of 6,900 (sheep)".
fn is_put_in(gone: &[usize], passage: &Passage) -> bool {
    let square = |&place: &usize| {
        let token = &passage.tokens[place];
        token.kind == TokenKind::Bracketed
            && passage.prose()[..token.span.start]
                .rfind(['[', '('])
                .is_some_and(|at| passage.prose()[at..].starts_with('['))
    };
    !gone.is_empty() && gone.iter().all(square)
}

/// "uh", a word stammered, and in a lenient house "you know" and a word said twice.
fn is_disfluency(gone: &[usize], passage: &Passage, style: HouseStyle) -> bool {
    let filler =
        |&place: &usize| lexicon::class_in(passage.tokens[place].key, passage.language()) == Some(Class::Filler);
    if style == HouseStyle::Strict || gone.is_empty() {
        return false;
    }
    if gone.iter().all(filler) || is_stutter(gone, &passage.tokens) || is_begun_otherwise(gone, passage) {
        return true;
    }
    if style != HouseStyle::Lenient {
        return false;
    }
    let words: Vec<String> = gone.iter().map(|&place| passage.word(place).to_lowercase()).collect();
    is_said_twice(gone, &passage.tokens)
        || matches!(
            words.join(" ").as_str(),
            "you know" | "i mean" | "sort of" | "kind of" | "well" | "so" | "look" | "like"
        )
}
