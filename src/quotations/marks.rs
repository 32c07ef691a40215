//! Quotation marks and their pairs, paragraph by paragraph.
//!
//! A mark opens or closes by what stands around it; its shape decides only where that says nothing.
//! So straight and curly marks mix, and a mark typed the wrong way round still pairs.

mod scan;

use self::scan::{Family, Lean, Mark, scan};
use super::lexicon::{Class, Lexicon};
use super::{MarkProblem, MarkProblemKind};
use crate::text::Span;

/// Two marks that belong together.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The opening mark; empty where the paragraph goes on without one.
    pub open: Span,
    /// The closing mark; empty at the place where a pair that was never closed is taken to end.
    pub close: Span,
    /// The pair it stands inside, as an index into the same list.
    pub parent: Option<usize>,
    /// Marks of the single kind: ‘ ’, ‹ ›.
    pub single: bool,
    /// Whether the closing mark is there.
    pub closed: bool,
    /// Whether it takes up a quotation that the paragraph before left open.
    pub resumes: bool,
}

/// What one paragraph's marks come to.
#[derive(Clone, Debug, Default)]
pub struct Paired {
    /// In order of their opening marks.
    pub pairs: Vec<Pair>,
    /// What is wrong with marks.
    pub problems: Vec<MarkProblem>,
    /// The pair that is still open at the end, if one is.
    pub left_open: Option<usize>,
}

/// The quotation that a paragraph leaves open, as the next one needs to know it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Carry {
    family: Family,
}

/// What stands around a paragraph, and what its words mean.
#[derive(Copy, Clone)]
pub struct Around<'a> {
    /// What the paragraph before left open.
    pub carry: Option<Carry>,
    /// The next paragraph: a quotation runs on only into one that opens with a mark.
    pub next: Option<Span>,
    /// Stretches of code, in order: marks there quote nothing.
    pub code: &'a [Span],
    /// Tells the words that attribute a quotation whose closing mark is missing.
    pub lexicon: &'a Lexicon,
}

/// Pairs the marks of one paragraph.
pub fn pair(text: &str, block: Span, around: Around<'_>) -> (Paired, Option<Carry>) {
    let marks = scan(text, block, around.code);
    if marks.is_empty() {
        return (Paired::default(), None);
    }
    let mut matcher = Matcher::new(text, block, &marks, around);
    matcher.run(around.carry);
    let carry = matcher.finish();
    (matcher.out, carry)
}

/// What of a paragraph tells which mark it opens with: what stands around a mark is seen within a few letters of it.
pub fn opening(text: &str, block: Span) -> Span {
    let start = block.end - block.of(text).trim_start().len();
    Span::new(start, text.floor_char_boundary((start + 64).min(block.end)).max(start))
}

/// The mark that a paragraph opens with.
fn first_mark(text: &str, block: Span, code: &[Span]) -> Option<Family> {
    let head = opening(text, block);
    let mark = *scan(text, head, code).first()?;
    // A French paragraph that goes on opens with the closing mark: » Nous partons.
    let opens = mark.lean != Lean::Closes || matches!(mark.family, Family::Guillemet | Family::Chevron);
    (mark.span.start == head.start && opens).then_some(mark.family)
}

struct Open {
    pair: usize,
    mark: usize,
    family: Family,
}

/// What the marks of one kind do from one of them on, by what stands around them.
#[derive(Copy, Clone, Default)]
struct Rest {
    opening: u32,
    closing: u32,
    /// Those of `closing` that are no apostrophes and no inches.
    surely: u32,
}

struct Matcher<'a> {
    text: &'a str,
    block: Span,
    marks: &'a [Mark],
    lexicon: &'a Lexicon,
    /// The kind of mark that the next paragraph opens with.
    next: Option<Family>,
    /// For each mark, what those of its family from it on do.
    rest: Vec<Rest>,
    /// How many opens of each family are on the stack: double, guillemet.
    depth: [u32; 6],
    stack: Vec<Open>,
    /// Where the last pair ended: one around it ends no earlier.
    reached: usize,
    out: Paired,
    family_of: Vec<Family>,
}

impl<'a> Matcher<'a> {
    fn new(text: &'a str, block: Span, marks: &'a [Mark], around: Around<'a>) -> Self {
        let mut counts = [Rest::default(); 6];
        let mut rest = vec![Rest::default(); marks.len()];
        for (at, mark) in marks.iter().enumerate().rev() {
            let count = &mut counts[mark.family as usize];
            match if mark.lean == Lean::Either { mark.shape } else { mark.lean } {
                Lean::Opens => count.opening += 1,
                Lean::Closes => {
                    count.closing += 1;
                    count.surely += u32::from(!mark.doubtful);
                }
                Lean::Either => {}
            }
            rest[at] = *count;
        }
        Self {
            text,
            block,
            marks,
            lexicon: around.lexicon,
            next: around.next.and_then(|next| first_mark(text, next, around.code)),
            rest,
            depth: [0; 6],
            stack: Vec::new(),
            reached: 0,
            out: Paired::default(),
            family_of: Vec::new(),
        }
    }

    fn run(&mut self, carry: Option<Carry>) {
        for at in 0..self.marks.len() {
            let mark = self.marks[at];
            let first = self.is_first(at);
            if first && carry.is_some_and(|carry| carry.family == mark.family) {
                self.open(at, true);
            } else if mark.family != Family::Single {
                self.double(at);
            } else if self.leads_on(at) && self.rest[at].surely == 0 && !self.is_open(mark.family) {
                self.open(at, false);
            } else {
                self.single(at);
            }
        }
    }

    /// Whether the paragraph opens with this mark.
    fn is_first(&self, at: usize) -> bool {
        at == 0 && self.text[self.block.start..self.marks[0].span.start].trim().is_empty()
    }

    /// Whether the mark may open a quotation that runs on into the next paragraph: the paragraph's first, or one behind
    /// "Lind said:".
    fn leads_on(&self, at: usize) -> bool {
        let mark = self.marks[at];
        let announced = || self.text[self.block.start..mark.span.start].trim_end().ends_with([':', ',']);
        mark.lean == Lean::Opens && self.runs_on(mark.family) && (self.is_first(at) || announced())
    }

    /// Whether the next paragraph opens with such a mark, as where a quotation runs on.
    fn runs_on(&self, family: Family) -> bool {
        self.next == Some(family)
    }

    fn is_open(&self, family: Family) -> bool {
        self.depth[family as usize] > 0
    }

    fn double(&mut self, at: usize) {
        let mark = self.marks[at];
        let open = self.is_open(mark.family);
        match mark.lean {
            Lean::Opens => {
                let Rest { opening, closing, .. } = self.rest[at];
                if open && closing < opening + self.depth[mark.family as usize] {
                    self.abandon(mark.family, mark.span.start);
                }
                self.open(at, false);
            }
            Lean::Closes | Lean::Either if open && mark.doubtful && self.closes_after(at) => {}
            Lean::Closes if open => self.close(at),
            Lean::Closes if mark.doubtful => {}
            Lean::Closes if self.is_misspaced(at) => self.open(at, false),
            Lean::Closes => self.stray(mark),
            Lean::Either if open => self.close(at),
            Lean::Either if self.rest[at].closing > 0 || mark.shape == Lean::Opens => self.open(at, false),
            Lean::Either if mark.doubtful => {}
            Lean::Either => self.stray(mark),
        }
    }

    /// `Lind said," We stay."`: where nothing is open, a mark behind a comma or colon with a capital behind its space opens.
    fn is_misspaced(&self, at: usize) -> bool {
        let mark = self.marks[at];
        let led = self.text[self.block.start..mark.span.start].ends_with([',', ':']);
        let behind = self.text[mark.span.end..self.block.end].strip_prefix([' ', '\u{a0}']);
        let begins = behind.is_some_and(|behind| behind.starts_with(char::is_uppercase));
        let closed = self.rest[at].closing > 1 && self.rest[at].closing > self.rest[at].opening + 1;
        mark.shape == Lean::Either && led && begins && closed
    }

    fn single(&mut self, at: usize) {
        let mark = self.marks[at];
        let open = self.is_open(Family::Single);
        let opens = mark.lean == Lean::Opens || mark.lean == Lean::Either && mark.shape == Lean::Opens;
        match mark.lean {
            _ if opens && self.rest[at].closing > 0 => {
                if open {
                    self.drop_single(mark.span.start);
                }
                self.open(at, false);
            }
            Lean::Opens | Lean::Either => {}
            Lean::Closes if open && mark.doubtful && (self.closes_later(at) || self.is_left_open(at)) => {}
            Lean::Closes if open => self.close(at),
            Lean::Closes => {}
        }
    }

    /// Whether there are enough marks behind the one at `at` to close all that is open: then it is one of inches.
    fn closes_after(&self, at: usize) -> bool {
        let family = self.marks[at].family;
        let opening = self.rest[at].opening;
        self.rest[at].surely >= opening + self.depth[family as usize]
    }

    /// Whether the quotation is one that the next paragraph takes up: then it has no end here.
    fn is_left_open(&self, at: usize) -> bool {
        let outermost =
            |open: &Open| open.family == Family::Single && (self.is_first(open.mark) || self.leads_on(open.mark));
        self.stack.first().is_some_and(outermost) && self.rest[at].surely == 0 && self.runs_on(Family::Single)
    }

    /// Whether, before another single mark opens, one closes: then the one at `at` is a possessive's.
    fn closes_later(&self, at: usize) -> bool {
        let mark = self.marks[at];
        let behind = &self.text[mark.span.end..self.block.end];
        let goes_on =
            behind.starts_with(' ') && behind.chars().nth(1).is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        goes_on
            && self.marks[at + 1..]
                .iter()
                .take(8)
                .find(|next| next.family == Family::Single)
                .is_some_and(|next| next.lean == Lean::Closes)
    }

    fn open(&mut self, at: usize, resumes: bool) {
        let mark = self.marks[at];
        if mark.family == Family::Double && mark.shape == Lean::Closes && mark.lean == Lean::Opens && !resumes {
            self.problem(mark.span, MarkProblemKind::WrongWay, Some("“"));
        }
        let pair = self.out.pairs.len();
        self.out.pairs.push(Pair {
            open: mark.span,
            close: Span::at(mark.span.end),
            parent: self.stack.last().map(|open| open.pair),
            single: mark.family.is_single(),
            closed: false,
            resumes,
        });
        self.family_of.push(mark.family);
        self.depth[mark.family as usize] += 1;
        self.stack.push(Open { pair, mark: at, family: mark.family });
    }

    fn close(&mut self, at: usize) {
        let mark = self.marks[at];
        while let Some(open) = self.stack.pop() {
            self.depth[open.family as usize] -= 1;
            let opening = self.marks[open.mark];
            if open.family == mark.family {
                let pair = &mut self.out.pairs[open.pair];
                pair.close = mark.span;
                pair.closed = true;
                self.reached = mark.span.end;
                if mark.shape == Lean::Opens && mark.lean == Lean::Closes && opening.span.of(self.text) == "“" {
                    self.problem(mark.span, MarkProblemKind::WrongWay, Some("”"));
                } else if (mark.shape == Lean::Either) != (opening.shape == Lean::Either)
                    && mark.family == Family::Double
                    && (opening.span.of(self.text), mark.span.of(self.text)) != ("``", "''")
                {
                    let instead = if opening.shape == Lean::Either { opening.span.of(self.text) } else { "”" };
                    self.problem(mark.span, MarkProblemKind::Mismatched, Some(instead));
                }
                return;
            }
            self.unclosed(open.pair, mark.span.start);
        }
    }

    /// Ends the open pairs up to and with the topmost of `family` at `end`: their closing marks are missing.
    fn abandon(&mut self, family: Family, end: usize) {
        while let Some(open) = self.stack.pop() {
            self.depth[open.family as usize] -= 1;
            self.unclosed(open.pair, end);
            if open.family == family {
                return;
            }
        }
    }

    /// Takes a pair that nothing closes to end before the words that attribute it, or else at `end`.
    fn unclosed(&mut self, pair: usize, end: usize) {
        let Pair { open, resumes, .. } = self.out.pairs[pair];
        // A single mark alone is an apostrophe.
        if self.family_of[pair] == Family::Single && !resumes {
            self.out.pairs[pair].close = Span::at(open.end);
            return;
        }
        let words = Span::new(open.end, end.max(open.end));
        let signed = self.stack.len() < DEEPEST;
        let signed = signed.then(|| attributed_from(self.text, words, self.lexicon)).flatten();
        let end = signed.unwrap_or(words.end).max(self.reached);
        let kept = self.text[self.block.start..end].trim_end().len() + self.block.start;
        self.out.pairs[pair].close = Span::at(kept.max(open.end));
        self.reached = self.reached.max(kept);
        self.problem(open, MarkProblemKind::Unpaired, None);
    }

    /// Where another one opens at `end`, the single mark before it quotes nothing, or what ran on into the paragraph ends.
    fn drop_single(&mut self, end: usize) {
        if self.stack.last().is_some_and(|open| open.family == Family::Single) {
            self.abandon(Family::Single, end);
        }
    }

    fn stray(&mut self, mark: Mark) {
        self.problem(mark.span, MarkProblemKind::Unpaired, None);
    }

    fn problem(&mut self, span: Span, kind: MarkProblemKind, instead: Option<&str>) {
        if self.out.problems.len() == MOST_PROBLEMS {
            return;
        }
        self.out.problems.push(MarkProblem { span, kind, instead: instead.map(str::to_owned) });
    }

    /// Closes what is open at the end of the paragraph; the outermost goes on in the next if that opens with its mark.
    fn finish(&mut self) -> Option<Carry> {
        let mut carry = None;
        let end = self.block.end;
        while let Some(open) = self.stack.pop() {
            let Pair { open: mark, .. } = self.out.pairs[open.pair];
            let runs_on = self.stack.is_empty() && self.runs_on(open.family);
            let words = Span::new(mark.end, end);
            if runs_on && !ends_attributed(self.text, words, self.lexicon) {
                let kept = self.text[self.block.start..end].trim_end().len() + self.block.start;
                self.out.pairs[open.pair].close = Span::at(kept.max(mark.end));
                self.out.left_open = Some(open.pair);
                carry = Some(Carry { family: open.family });
            } else {
                self.unclosed(open.pair, end);
            }
        }
        self.prune();
        carry
    }

    /// Whether the quotation that runs on into the next paragraph opens with this mark.
    fn left_open_at(&self, mark: Span) -> bool {
        self.out.left_open.is_some_and(|pair| self.out.pairs[pair].open == mark)
    }

    /// Takes out the pairs that turned out to be no pairs: single marks that nothing closes, and empty ones.
    fn prune(&mut self) {
        let mut depths: Vec<u32> = Vec::with_capacity(self.out.pairs.len());
        let keep: Vec<bool> = self
            .out
            .pairs
            .iter()
            .map(|pair| {
                let depth = pair.parent.map_or(0, |parent| depths[parent] + 1);
                depths.push(depth);
                let words = &self.text[pair.open.end..pair.close.start.max(pair.open.end)];
                let open = pair.closed || pair.resumes || self.left_open_at(pair.open);
                depth <= MOST_DEPTH && !(pair.single && !open || words.trim().is_empty())
            })
            .collect();
        if keep.iter().all(|&kept| kept) {
            return;
        }
        let mut renamed = vec![None; keep.len()];
        let mut pairs = Vec::with_capacity(keep.len());
        for (at, pair) in self.out.pairs.iter().enumerate() {
            // A parent stands before its children, so it is renamed already; a pruned one passes on its own.
            let parent = pair.parent.and_then(|parent| renamed[parent]);
            if keep[at] {
                renamed[at] = Some(pairs.len());
                pairs.push(Pair { parent, ..*pair });
            } else {
                renamed[at] = parent;
            }
        }
        self.out.left_open = self.out.left_open.filter(|&pair| keep[pair]).and_then(|pair| renamed[pair]);
        self.out.pairs = pairs;
    }
}

/// Marks deeper within marks than this are not searched for attributions.
const DEEPEST: usize = 4;
/// Marks deeper within marks than this are no prose, and quote nothing.
const MOST_DEPTH: u32 = 16;

/// So many wrong marks in one paragraph are told of; where there are more, it is no prose.
const MOST_PROBLEMS: usize = 100;

/// Where `words` stop being a quotation whose closing mark was forgotten: “We stay, said Lind. She left.
///
/// That is behind the first comma, question or exclamation mark that words of attribution follow.
fn attributed_from(text: &str, words: Span, lexicon: &Lexicon) -> Option<usize> {
    let stretch = words.of(text);
    let mut ends = stretch.match_indices([',', '?', '!']).map(|(at, mark)| at + mark.len());
    ends.find(|&end| attribution(&stretch[end..], lexicon).is_some()).map(|end| words.start + end)
}

/// Whether the paragraph ends in an attribution that a closing mark should stand before.
fn ends_attributed(text: &str, words: Span, lexicon: &Lexicon) -> bool {
    let stretch = words.of(text);
    let tail = &stretch[stretch.floor_char_boundary(stretch.len().saturating_sub(LONGEST_TAIL))..];
    let Some(comma) = tail.rfind([',', '?', '!']) else { return false };
    attribution(&tail[comma + 1..], lexicon).is_some_and(|behind| behind.trim_matches(['.', ' ']).is_empty())
}

/// An attribution at the end of a paragraph is not longer than this.
const LONGEST_TAIL: usize = 80;

/// What stands behind an attribution that `words` begin with: " said Ana Lind", " she said", " the mayor said".
fn attribution<'t>(words: &'t str, lexicon: &Lexicon) -> Option<&'t str> {
    let said = |word: &str| {
        let class = lexicon.class(word);
        class.is(Class::SPEECH) && class.is(Class::FINITE)
    };
    let subject = |word: &str| {
        let own = ["I", "we", "you"].iter().any(|own| word.eq_ignore_ascii_case(own));
        !own && (word.starts_with(char::is_uppercase) || lexicon.class(word).is(Class::SUBJECT))
    };
    let mut rest = words.strip_prefix(' ')?;
    let mut seen = Vec::with_capacity(MOST_WORDS);
    for _ in 0..MOST_WORDS {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’' | '\''))).unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        seen.push(&rest[..end]);
        rest = &rest[end..];
        match rest.strip_prefix(' ') {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    let behind = |nth: usize| {
        let last = seen[nth];
        &words[last.as_ptr() as usize - words.as_ptr() as usize + last.len()..]
    };
    match seen[..] {
        [first, second, ..] if said(first) && subject(second) => {
            let names = seen[1..].iter().take_while(|word| subject(word)).count();
            Some(behind(names))
        }
        [first, ..] if subject(first) => {
            let names = seen.iter().take_while(|word| subject(word)).count();
            seen.get(names).is_some_and(|word| said(word)).then(|| behind(names))
        }
        _ => None,
    }
}

/// A name and a verb are not longer than this.
const MOST_WORDS: usize = 6;

#[cfg(test)]
mod tests;
