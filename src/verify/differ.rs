//! What an alignment amounts to: which words differ, and whether they turn the meaning.

use super::align::{Fitted, Step, is_sentence_end, weight};
use super::lexicon::{self, Care, Class};
use super::one_word::is_one_word;
use super::passage::Passage;
use super::referent::mistaken;
use super::restarts::{is_begun_otherwise, is_said_twice, is_stutter};
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

/// What an alignment lies between, and how strictly it is read.
#[derive(Copy, Clone)]
struct Sides<'a> {
    draft: &'a [Token],
    prose: &'a str,
    passage: &'a Passage,
    style: HouseStyle,
}

/// Reads an alignment of `draft`, words of `prose`, with a passage.
pub(super) fn read(fitted: &Fitted, draft: &[Token], prose: &str, passage: &Passage, style: HouseStyle) -> Reading {
    let steps = &fitted.steps;
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
    let sides = Sides { draft, prose, passage, style };
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
            changed_words(group, sides, &mut reading, Edge { instead, sentence, ..edge });
        }
        at = to;
    }
    same_sense::settle(&mut reading.differences, draft, prose, passage);
    swapped::settle(&mut reading.differences, draft, prose, passage);
    counted::settle(&mut reading.differences, draft, prose, passage);
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
    let same = (1..=added + 1).map(beyond).find(|there| is_one_word(&words, there, draft, sides.prose, passage));
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
fn changed_words(group: &[Step], sides: Sides<'_>, reading: &mut Reading, edge: Edge) {
    let Sides { draft, prose, passage, style } = sides;
    let mut added = Vec::new();
    let mut bracketed = Vec::new();
    let mut gone = Vec::new();
    let mut elided = Vec::new();
    let mut cut = None;
    for step in group {
        match *step {
            Step::Replaced(at, place) => {
                if draft[at].kind == TokenKind::Bracketed { &mut bracketed } else { &mut added }.push(at);
                gone.push(place);
            }
            Step::Added(at) if draft[at].kind == TokenKind::Bracketed => bracketed.push(at),
            Step::Added(at) => added.push(at),
            Step::Dropped(place) => gone.push(place),
            Step::Elided(place) => elided.push(place),
            Step::Cut(at) => cut = Some(draft[at].span),
            Step::Same(..) => {}
        }
    }
    // "He [Orre] signed" names whom the word in front of it means.
    let in_front = || match reading.ops.last() {
        Some(op) if op.kind == OpKind::Same => passage.tokens.iter().position(|it| it.span.end == op.source.end),
        _ => None,
    };
    let named_for = match (&gone[..], &edge.instead[..]) {
        ([], []) if !bracketed.is_empty() && added.is_empty() => in_front().into_iter().collect(),
        ([], instead) => instead.to_vec(),
        (gone, _) => gone.to_vec(),
    };
    let mistaken = mistaken(&bracketed, &named_for, draft, prose, passage);
    if gone.is_empty() {
        let says_opposite = |&place: &usize| bracketed.iter().any(|&at| is_opposite(&draft[at], place, sides));
        // A bracket may explain; only one that says the opposite stands in place of what the source has.
        gone = if bracketed.is_empty() || edge.instead.iter().any(says_opposite) { edge.instead } else { gone };
    }
    // Round brackets of the source's own are what it says, not what the draft puts in; square ones are as the draft's.
    let in_brackets = |&place: &usize| passage.tokens[place].kind == TokenKind::Bracketed;
    if !gone.is_empty() && gone.iter().all(in_brackets) && !is_put_in(&gone, passage) {
        added.append(&mut bracketed);
        added.sort_unstable();
    }
    // The reporter's words between two stretches of one speech are not the speaker's.
    if !edge.first && !edge.last {
        gone.retain(|&place| !passage.outside[place] || !is_interjection(passage, place));
    }
    let here = Span::at(anchor(group, draft, reading));
    let draft_span = spans(&added, |&at| draft[at].span).unwrap_or(here);
    let bracket_span = spans(&bracketed, |&at| draft[at].span);
    let there = reading.ops.last().map_or(0, |op| op.source.end);
    let source_span = spans(&gone, |&place| passage.tokens[place].span).unwrap_or(Span::at(there));
    let elided_span = spans(&elided, |&place| passage.tokens[place].span);
    if let Some(cut) = cut {
        reading.ops.push(Op { kind: OpKind::Elided, draft: cut, source: elided_span.unwrap_or(Span::at(there)) });
        if let Some(turn) = hidden(&elided, passage) {
            let kind = DifferenceKind::Hidden(turn);
            reading.differences.push(Difference { kind, draft: Vec::new(), source: elided });
        }
    }
    if let Some(span) = bracket_span {
        let source = if added.is_empty() { source_span } else { Span::at(source_span.start) };
        reading.ops.push(Op { kind: OpKind::Bracketed, draft: span, source });
        if added.is_empty() {
            if let Some(turn) = bracket_turns(&bracketed, &gone, draft, prose, passage) {
                let kind = DifferenceKind::Meaning(turn);
                reading.differences.push(Difference { kind, draft: bracketed, source: gone });
            } else if let Some(pronoun) = mistaken {
                let kind = DifferenceKind::Meaning(Turn::Name);
                reading.differences.push(Difference { kind, draft: bracketed, source: vec![pronoun] });
            }
            return;
        }
    }
    if added.is_empty() && gone.is_empty() {
        return;
    }
    if is_one_word(&added, &gone, draft, prose, passage) {
        if edge.last && reading.places.last() < gone.first() {
            reading.places.extend(&gone);
        } else if edge.first && gone.last() < reading.places.first() {
            reading.places.splice(0..0, gone.iter().copied());
        }
        reading.ops.push(Op { kind: OpKind::Same, draft: draft_span, source: source_span });
        return;
    }
    let kind = match (added.is_empty(), gone.is_empty()) {
        (false, false) => OpKind::Replaced,
        (false, true) => OpKind::Added,
        (true, _) => OpKind::Dropped,
    };
    reading.ops.push(Op { kind, draft: draft_span, source: source_span });
    if added.is_empty() && (is_disfluency(&gone, passage, style) || is_put_in(&gone, passage)) {
        return;
    }
    let care = care(&added, &gone, sides);
    if care == Some(Care::Spoken) && style != HouseStyle::Strict {
        return;
    }
    // What was begun twice says nothing twice, not even that it is not so.
    let begun_again = || added.is_empty() && is_said_twice(&gone, &passage.tokens);
    let turn = if edge.sentence || begun_again() { None } else { turn(&added, &gone, draft, prose, passage) };
    let kind = match turn {
        Some(turn) => DifferenceKind::Meaning(turn),
        None if style == HouseStyle::Lenient && care.is_some() => return,
        None if added.is_empty() => DifferenceKind::Omission,
        // A word put for a stretch much longer than itself leaves most of it out.
        None if gone.len() >= 4 * added.len() && gone.len() > 4 => DifferenceKind::Omission,
        None => DifferenceKind::Wording,
    };
    reading.differences.push(Difference { kind, draft: added, source: gone });
}

fn is_opposite(word: &Token, place: usize, sides: Sides<'_>) -> bool {
    lexicon::opposite(&word.span.of(sides.prose).to_lowercase(), &sides.passage.word(place).to_lowercase())
}

/// What an editor mended of what the speaker let slip: "gonna", "the pumps was".
fn care(added: &[usize], gone: &[usize], sides: Sides<'_>) -> Option<Care> {
    let lower = |words: Vec<&str>| words.join(" ").to_lowercase().replace('’', "'");
    let ours = lower(added.iter().map(|&at| sides.draft[at].span.of(sides.prose)).collect());
    let theirs = lower(gone.iter().map(|&place| sides.passage.word(place)).collect());
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
