//! What a word does to a sentence: closed lists and morphology, never a likeness.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::quotations::language::Language;
use crate::text::lists;
use crate::text::{Span, fold};

/// The classes of words that turn or bound what is said.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Negation,
    /// *hardly*: denies, and not wholly.
    Scarce,
    Modal,
    Quantifier,
    /// *almost*.
    Near,
    /// *only*.
    Only,
    /// *about*, *even*: mended every day.
    About,
    /// *perhaps*, *allegedly*.
    Hedge,
    Comparative,
    Condition,
    /// *although*: sets one thing against another, and bounds neither.
    Concession,
    Person(u8),
    Denial,
    Filler,
    Magnitude,
    /// *when*, *while*: bounds the clause behind it where it opens the sentence, and is a word of time elsewhere.
    Circumstance,
}

impl Class {
    /// Whether a word of it makes a sentence say that something is not so.
    pub(super) fn denies(self) -> bool {
        matches!(self, Self::Negation | Self::Scarce)
    }

    /// Whether a listener would miss it: it says that something is not quite so, or nothing else is.
    pub(super) fn is_degree(self) -> bool {
        matches!(self, Self::Near | Self::Only)
    }
}

/// The class of the word with this key in any language.
pub(super) fn class(key: u64) -> Option<Class> {
    class_in(key, Language::Other)
}

/// The class of the word with this key in a language; in one that is not known, that in any.
pub(super) fn class_in(key: u64, language: Language) -> Option<Class> {
    of_class(key, language).map(|(class, _)| class)
}

/// The class, and a number that all forms of one word share.
pub(super) fn of_class(key: u64, language: Language) -> Option<(Class, u64)> {
    let classes = TURNS.get(&key)?;
    let found = match language {
        Language::Other => classes.first(),
        _ => classes.iter().find(|(of, ..)| *of == language),
    };
    found.map(|&(_, class, word)| (class, word)).filter(|&(class, _)| class != Class::Circumstance)
}

/// Whether a clause that this word opens bounds the one behind it: *when*, *while*.
pub(super) fn opens_clause(key: u64) -> bool {
    TURNS.get(&key).is_some_and(|classes| classes.iter().any(|(_, class, _)| *class == Class::Circumstance))
}

/// Whether words of a clause, in lower case, tell of what is past: "the mill closed", not "the mill is closed".
pub(super) fn is_past(words: &[&str]) -> bool {
    const PRESENT: [&str; 16] =
        ["is", "are", "am", "'s", "'re", "'m", "has", "have", "'ve", "do", "does", "will", "'ll", "can", "may", "must"];
    let ending = |word: &str| word.len() > 3 && word.ends_with("ed") && !word.ends_with("eed");
    let either = |word: &str| PAST.get(word) == Some(&false) || ending(word);
    words.iter().any(|word| PAST.get(word) == Some(&true))
        || words.iter().any(|word| either(word)) && !words.iter().any(|word| PRESENT.contains(word))
}

/// Past forms that no ending tells, and whether they are nothing else.
static PAST: LazyLock<FxHashMap<&'static str, bool>> = LazyLock::new(|| {
    let forms = |group| lists::group(include_str!("../../data/meaning/past.txt"), group);
    forms("past").map(|word| (word, true)).chain(forms("participle").map(|word| (word, false))).collect()
});

/// What words around a clause say of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Frame {
    /// The speaker does not say it: "I doubt that".
    Doubt,
    /// It may not be so: "perhaps".
    Hedge,
    /// So the speaker thinks: "I believe".
    Opinion,
    /// A noun for what may not be so, in front of "that": "the rumour that".
    Claim,
    /// A denial that affirms it: "there is no question that".
    Affirmed,
    /// What looks like a condition of it and is none: "if I'm honest".
    Aside,
    /// Behind it, it bounds it: "assuming", "subject to".
    Bound,
    /// Right in front of words, it denies them: "far from".
    Denied,
    /// In front of those of whom it is said, it says that it is not so of all of them: "some of the".
    Share,
    /// A sentence behind it that takes it back: "just kidding".
    Retracted,
}

/// How many of these words, folded, are the longest phrase of a kind that they end in.
pub(super) fn ends_in(words: &[u64], frame: Frame) -> Option<usize> {
    let phrases = FRAMES.get(&frame)?.iter();
    phrases.filter(|phrase| words.ends_with(phrase)).map(Vec::len).max()
}

/// Whether these words, folded, begin with a phrase of a kind.
pub(super) fn begins_with(words: &[u64], frame: Frame) -> bool {
    FRAMES.get(&frame).is_some_and(|phrases| phrases.iter().any(|phrase| words.starts_with(phrase)))
}

static FRAMES: LazyLock<FxHashMap<Frame, Vec<Vec<u64>>>> = LazyLock::new(|| {
    let mut frames: FxHashMap<Frame, Vec<Vec<u64>>> = FxHashMap::default();
    for (name, lines) in lists::groups(include_str!("../../data/meaning/frames.txt")) {
        let frame = match name {
            "doubt" => Frame::Doubt,
            "hedge" => Frame::Hedge,
            "opinion" => Frame::Opinion,
            "claim" => Frame::Claim,
            "affirmed" => Frame::Affirmed,
            "bound" => Frame::Bound,
            "denied" => Frame::Denied,
            "share" => Frame::Share,
            "retracted" => Frame::Retracted,
            _ => Frame::Aside,
        };
        // As a text is read: "one" is a number.
        frames.entry(frame).or_default().extend(lines.map(keys));
    }
    frames
});

fn keys(line: &str) -> Vec<u64> {
    fold::tokens(line, Span::new(0, line.len())).iter().map(|token| token.key).collect()
}

/// Whether it is a word of grammar rather than of content.
pub(super) fn is_function(key: u64) -> bool {
    FUNCTION.contains(&key)
}

/// Whether it is a verb that takes its "not" right behind it.
pub(super) fn is_auxiliary(key: u64, language: Language) -> bool {
    class_in(key, language) == Some(Class::Modal) || AUXILIARIES.get(&key).is_some_and(|of| of.contains(&language))
}

/// Whether one word, in lower case, says the opposite of another.
pub(super) fn opposite(a: &str, b: &str) -> bool {
    is_negated_form(a, b)
        || is_negated_form(b, a)
        || bases(a).any(|a| {
            OPPOSITES.get(a.as_str()).is_some_and(|opposites| bases(b).any(|b| opposites.contains(&b.as_str())))
        })
}

/// In what two stretches of words differ that are the same but for care.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// In how they are written: "gonna" and "going to".
    Spoken,
    /// In number or manners: "the pumps was".
    Slip,
}

/// In what two stretches of words, in lower case, differ where it is in care alone.
pub(super) fn care(a: &str, b: &str) -> Option<Care> {
    CARE.get(&(a, b)).or_else(|| CARE.get(&(b, a))).copied()
}

static CARE: LazyLock<FxHashMap<(&'static str, &'static str), Care>> = LazyLock::new(|| {
    let mut pairs = FxHashMap::default();
    for (name, lines) in lists::groups(include_str!("../../data/meaning/grammar.txt")) {
        let care = if name == "slip" { Care::Slip } else { Care::Spoken };
        for pair in lines.filter_map(|line| line.split_once(" | ")) {
            pairs.entry(pair).or_insert(care);
        }
    }
    pairs
});

/// "lawful" and "unlawful", "careful" and "careless".
pub(super) fn is_negated_form(word: &str, negated: &str) -> bool {
    const PREFIXES: [&str; 6] = ["un", "il", "ir", "dis", "non", "mis"];
    // "in-" negates adjectives; in front of nouns and verbs it is another word: "form", "inform".
    const ADJECTIVES: [&str; 11] = ["able", "ible", "ent", "ant", "ate", "ive", "ect", "ete", "ure", "al", "ous"];
    let adjective = ADJECTIVES.iter().any(|end| word.ends_with(end));
    word.len() >= 4
        && negated != "unless"
        && (PREFIXES.iter().any(|prefix| negated.strip_prefix(prefix) == Some(word))
            || (adjective && ["in", "im"].iter().any(|prefix| negated.strip_prefix(prefix) == Some(word)))
            || word.strip_suffix("ful").is_some_and(|stem| negated.strip_suffix("less") == Some(stem)))
}

/// What a word may be a form of: itself, without plural, past, progressive, comparison.
fn bases(word: &str) -> impl Iterator<Item = String> {
    let mut forms = vec![word.to_owned()];
    let mut cut = |end: &str, put: &str| {
        if let Some(stem) = word.strip_suffix(end).filter(|stem| stem.len() >= 2) {
            forms.push(format!("{stem}{put}"));
            let mut last = stem.chars().rev();
            // "cutting", "sadder"
            if let (Some(a), Some(b)) = (last.next(), last.next())
                && a == b
                && put.is_empty()
            {
                forms.push(stem[..stem.len() - a.len_utf8()].to_owned());
            }
        }
    };
    for (end, put) in [
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("d", ""),
        ("ed", ""),
        ("ied", "y"),
        ("ing", ""),
        ("ing", "e"),
        ("er", ""),
        ("est", ""),
        ("ier", "y"),
        ("iest", "y"),
        ("r", ""),
        ("st", ""),
        ("ly", ""),
    ] {
        cut(end, put);
    }
    forms.extend(IRREGULAR.get(word).map(|&base| base.to_owned()));
    forms.into_iter()
}

/// Forms that no suffix tells, of words that have an opposite.
static IRREGULAR: LazyLock<FxHashMap<&'static str, &'static str>> =
    LazyLock::new(|| lists::pairs(include_str!("../../data/meaning/irregular.txt")).collect());

type Turns = FxHashMap<u64, Vec<(Language, Class, u64)>>;

/// Of each word its class in each language that has it, and which word of the list it is a form of.
static TURNS: LazyLock<Turns> = LazyLock::new(|| {
    let mut turns = Turns::default();
    for (head, lines) in lists::groups(include_str!("../../data/meaning/turns.txt")) {
        let Some((name, tag)) = head.split_once(' ') else { continue };
        let language = Language::from_tag(tag);
        let class = match name {
            "negation" => Class::Negation,
            "scarce" => Class::Scarce,
            "modal" => Class::Modal,
            "quantifier" => Class::Quantifier,
            "near" => Class::Near,
            "only" => Class::Only,
            "about" => Class::About,
            "hedge" => Class::Hedge,
            "comparative" => Class::Comparative,
            "concession" => Class::Concession,
            "condition" => Class::Condition,
            "person-1" => Class::Person(1),
            "person-1s" => Class::Person(2),
            "person-2" => Class::Person(3),
            "person-3m" => Class::Person(4),
            "person-3f" => Class::Person(5),
            "person-3p" => Class::Person(6),
            "denial" => Class::Denial,
            "filler" => Class::Filler,
            "circumstance" => Class::Circumstance,
            _ => Class::Magnitude,
        };
        for forms in lines.flat_map(str::split_whitespace) {
            let word = fold::key(forms);
            for form in forms.split('/') {
                turns.entry(fold::key(form)).or_default().push((language, class, word));
            }
        }
    }
    turns
});

static FUNCTION: LazyLock<FxHashSet<u64>> =
    LazyLock::new(|| lists::words(include_str!("../../data/meaning/function.txt")).map(fold::key).collect());

static AUXILIARIES: LazyLock<FxHashMap<u64, Vec<Language>>> = LazyLock::new(|| {
    let mut auxiliaries: FxHashMap<u64, Vec<Language>> = FxHashMap::default();
    for (tag, lines) in lists::groups(include_str!("../../data/meaning/auxiliaries.txt")) {
        for verb in lines.flat_map(str::split_whitespace) {
            auxiliaries.entry(fold::key(verb)).or_default().push(Language::from_tag(tag));
        }
    }
    auxiliaries
});

static OPPOSITES: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut opposites: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for (a, b) in lists::pairs(include_str!("../../data/meaning/antonyms.txt")) {
        opposites.entry(a).or_default().push(b);
        opposites.entry(b).or_default().push(a);
    }
    opposites
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposites() {
        for (a, b) in [
            ("strong", "weak"),
            ("stronger", "weaker"),
            ("friends", "enemies"),
            ("won", "lost"),
            ("lawful", "unlawful"),
            ("careful", "careless"),
            ("approved", "rejected"),
            ("raising", "cutting"),
            ("true", "false"),
        ] {
            assert!(opposite(a, b) && opposite(b, a), "{a} and {b}");
        }
        for (a, b) in [("strong", "sturdy"), ("people", "folks"), ("the", "this"), ("tend", "intend")] {
            assert!(!opposite(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn classes() {
        assert_eq!(class(fold::key("never")), Some(Class::Negation));
        assert_eq!(class(fold::key("must")), Some(Class::Modal));
        assert_eq!(class(fold::key("bridge")), None);
        for (word, language) in [("sin", Language::Spanish), ("ne", Language::French)] {
            assert_eq!(class_in(fold::key(word), language), Some(Class::Negation));
            assert_eq!(class_in(fold::key(word), Language::English), None);
        }
        assert_eq!(class_in(fold::key("no"), Language::Spanish), Some(Class::Negation));
    }
}
