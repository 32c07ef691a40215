//! Quotation marks and their pairs, paragraph by paragraph.
//!
//! A mark opens or closes by what stands around it; its shape decides only where that says nothing.
//! So straight and curly marks mix, and a mark typed the wrong way round still pairs.

mod scan;

use self::scan::{Family, Lean, Mark, scan};
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

/// Pairs the marks of one paragraph.
pub fn pair(text: &str, block: Span, carry: Option<Carry>) -> (Paired, Option<Carry>) {
    let marks = scan(text, block);
    if marks.is_empty() {
        return (Paired::default(), None);
    }
    let mut matcher = Matcher::new(text, block, &marks);
    matcher.run(carry);
    let carry = matcher.finish();
    (matcher.out, carry)
}

struct Open {
    pair: usize,
    mark: usize,
    family: Family,
}

struct Matcher<'a> {
    text: &'a str,
    block: Span,
    marks: &'a [Mark],
    /// For each mark, how many of its family from it on open and close, by what stands around them.
    rest: Vec<(u32, u32)>,
    /// How many opens of each family are on the stack: double, guillemet.
    depth: [u32; 6],
    stack: Vec<Open>,
    out: Paired,
    family_of: Vec<Family>,
}

impl<'a> Matcher<'a> {
    fn new(text: &'a str, block: Span, marks: &'a [Mark]) -> Self {
        let mut counts = [(0u32, 0u32); 6];
        let mut rest = vec![(0, 0); marks.len()];
        for (at, mark) in marks.iter().enumerate().rev() {
            let count = &mut counts[mark.family as usize];
            match mark.lean {
                Lean::Opens => count.0 += 1,
                Lean::Closes => count.1 += 1,
                Lean::Either => match mark.shape {
                    Lean::Opens => count.0 += 1,
                    Lean::Closes => count.1 += 1,
                    Lean::Either => {}
                },
            }
            rest[at] = *count;
        }
        Self {
            text,
            block,
            marks,
            rest,
            depth: [0; 6],
            stack: Vec::new(),
            out: Paired::default(),
            family_of: Vec::new(),
        }
    }

    fn run(&mut self, carry: Option<Carry>) {
        for at in 0..self.marks.len() {
            let mark = self.marks[at];
            let first = at == 0 && self.text[self.block.start..mark.span.start].trim().is_empty();
            if first && carry.is_some_and(|carry| carry.family == mark.family) {
                self.open(at, true);
                continue;
            }
            if mark.family == Family::Single {
                self.single(at);
            } else {
                self.double(at);
            }
        }
    }

    fn is_open(&self, family: Family) -> bool {
        self.depth[family as usize] > 0
    }

    fn double(&mut self, at: usize) {
        let mark = self.marks[at];
        let open = self.is_open(mark.family);
        match mark.lean {
            Lean::Opens => {
                let (opening, closing) = self.rest[at];
                if open && closing < opening + self.depth[mark.family as usize] {
                    self.abandon(mark.family, mark.span.start);
                }
                self.open(at, false);
            }
            Lean::Closes if open => self.close(at),
            Lean::Closes if mark.doubtful => {}
            Lean::Closes => self.stray(mark),
            Lean::Either if open => self.close(at),
            Lean::Either if self.rest[at].1 > 0 || mark.shape == Lean::Opens => self.open(at, false),
            Lean::Either if mark.doubtful => {}
            Lean::Either => self.stray(mark),
        }
    }

    fn single(&mut self, at: usize) {
        let mark = self.marks[at];
        let open = self.is_open(Family::Single);
        match mark.lean {
            Lean::Opens if self.rest[at].1 > 0 => {
                if open {
                    self.drop_single();
                }
                self.open(at, false);
            }
            Lean::Opens | Lean::Either => {}
            Lean::Closes if open && mark.doubtful && self.closes_later(at) => {}
            Lean::Closes if open => self.close(at),
            Lean::Closes => {}
        }
    }

    /// Whether, before another single mark opens, one closes: then the one at `at` is a possessive's.
    fn closes_later(&self, at: usize) -> bool {
        let mark = self.marks[at];
        let goes_on = self.text[mark.span.end..self.block.end].chars().nth(1).is_some_and(char::is_lowercase)
            && self.text[mark.span.end..self.block.end].starts_with(' ');
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
                if mark.shape == Lean::Opens && mark.lean == Lean::Closes && opening.span.of(self.text) == "“" {
                    self.problem(mark.span, MarkProblemKind::WrongWay, Some("”"));
                } else if (mark.shape == Lean::Either) != (opening.shape == Lean::Either)
                    && mark.family == Family::Double
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

    fn unclosed(&mut self, pair: usize, end: usize) {
        let kept = self.text[self.block.start..end].trim_end().len() + self.block.start;
        let family = self.family_of[pair];
        let span = self.out.pairs[pair].open;
        self.out.pairs[pair].close = Span::at(kept.max(span.end));
        // A single mark alone is an apostrophe.
        if family == Family::Single {
            self.out.pairs[pair].close = Span::at(span.end);
        } else {
            self.problem(span, MarkProblemKind::Unpaired, None);
        }
    }

    fn drop_single(&mut self) {
        if self.stack.last().is_some_and(|open| open.family == Family::Single) {
            self.abandon(Family::Single, self.block.end);
        }
    }

    fn stray(&mut self, mark: Mark) {
        self.problem(mark.span, MarkProblemKind::Unpaired, None);
    }

    fn problem(&mut self, span: Span, kind: MarkProblemKind, instead: Option<&str>) {
        self.out.problems.push(MarkProblem { span, kind, instead: instead.map(str::to_owned) });
    }

    /// Closes what is open at the end of the paragraph; the outermost double may go on in the next.
    fn finish(&mut self) -> Option<Carry> {
        let mut carry = None;
        let end = self.block.end;
        while let Some(open) = self.stack.pop() {
            let outermost = self.stack.is_empty();
            if outermost && open.family != Family::Single {
                let kept = self.text[self.block.start..end].trim_end().len() + self.block.start;
                self.out.pairs[open.pair].close = Span::at(kept.max(self.out.pairs[open.pair].open.end));
                self.out.left_open = Some(open.pair);
                carry = Some(Carry { family: open.family });
            } else {
                self.unclosed(open.pair, end);
            }
        }
        self.prune();
        carry
    }

    /// Takes out the pairs that turned out to be no pairs: single marks that nothing closes, and empty ones.
    fn prune(&mut self) {
        let keep: Vec<bool> = self
            .out
            .pairs
            .iter()
            .map(|pair| {
                let words = &self.text[pair.open.end..pair.close.start.max(pair.open.end)];
                !(pair.single && !pair.closed || words.trim().is_empty() || attribute(self.text, pair))
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

/// Whether the pair holds the value of a markup attribute: `id="7"`.
fn attribute(text: &str, pair: &Pair) -> bool {
    let before = &text.as_bytes()[..pair.open.start];
    before.last() == Some(&b'=') && before.len() > 1 && before[before.len() - 2].is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        let (paired, _) = pair(text, Span::new(0, text.len()), None);
        paired.pairs.iter().map(|pair| &text[pair.open.end..pair.close.start]).collect()
    }

    #[test]
    fn marks_pair_by_what_stands_around_them() {
        assert_eq!(read("“One,” she said. \"Two.\""), ["One,", "Two."]);
        assert_eq!(read("He said \"mixed.”"), ["mixed."]);
        assert_eq!(read("the song—”We walk alone”—but not"), ["We walk alone"]);
        assert_eq!(read("„Eins“, sagte er. »Zwei«, « trois »"), ["Eins", "Zwei", " trois "]);
        assert_eq!(read("``Four,'' he said ''five''"), ["Four,", "five"]);
        assert_eq!(read("(\"in brackets\")"), ["in brackets"]);
        assert_eq!(read("He asked, ‘Why didn’t the workers’ union go?’ twice"), ["Why didn’t the workers’ union go?"]);
    }

    #[test]
    fn marks_within_marks() {
        assert_eq!(
            read("“She said, ‘Never say “no” here,’ twice.”"),
            ["She said, ‘Never say “no” here,’ twice.", "Never say “no” here,", "no"]
        );
        assert_eq!(
            read("\"It was the workers' choice, 'cause we can't,\" he said."),
            ["It was the workers' choice, 'cause we can't,"]
        );
    }

    #[test]
    fn apostrophes_and_inches_are_no_marks() {
        assert!(read("the ’90s, rock 'n' roll, it's the boys' 6'2\" frame").is_empty());
        assert!(read("<a id=\"seven\">").is_empty());
    }
}
