//! Opinions of judges below the line that says whose they are: `JUSTICE LIND delivered the opinion of the Court.`,
//! `LORD ORRE: (with whom Lady Lind agrees)`, `LIND, Circuit Judge.`, `Orre, J., dissenting.`
//!
//! Courts set the names in capitals, or say what the judge does; a line that does neither is nobody's. Only sources are
//! read so.

use std::sync::LazyLock;

use super::can_hold;
use crate::formats::document::Block;
use crate::text::lists;

/// A line that says whose an opinion is, is no longer than this, in bytes.
const LONGEST: usize = 300;
/// So many blocks may stand above a judgment that has one judge.
const HEAD: usize = 60;

/// Makes opinions turns of their judges; answers whether there are any.
pub(super) fn mark(prose: &str, blocks: &mut [Block]) -> bool {
    let marked = || blocks.iter().take(HEAD).any(|block| is_mark(block.span.of(prose)));
    let mut opinions: Vec<(usize, &str)> = Vec::new();
    let mut court = None;
    for (at, block) in blocks.iter().enumerate() {
        let line = block.span.of(prose);
        if line.len() <= LONGEST
            && let Some((name, sure)) = judge(line)
            && (sure || *court.get_or_insert_with(marked))
        {
            opinions.push((at, name));
        }
    }
    let ends: Vec<usize> = opinions.iter().skip(1).map(|(at, _)| *at).chain([blocks.len()]).collect();
    let any = opinions.iter().zip(&ends).any(|((at, _), end)| blocks[at + 1..*end].iter().any(|it| can_hold(it.kind)));
    if !any {
        return false;
    }
    for ((at, name), end) in opinions.into_iter().zip(ends) {
        let label = blocks[at].span;
        blocks[at].give(name, Some(label));
        blocks[at + 1..end].iter_mut().filter(|block| can_hold(block.kind)).for_each(|block| block.give(name, None));
    }
    true
}

/// The judge whose opinion a line says to be below, and whether nothing but a court prints such a line.
fn judge(line: &str) -> Option<(&str, bool)> {
    if let Some(name) = line.strip_suffix(':').filter(|name| is_justice(name)) {
        return Some((name, false));
    }
    let capital = |word: &str| word.starts_with(char::is_uppercase) && !word.contains(char::is_lowercase);
    let shouted: usize = line
        .split_inclusive(' ')
        .take_while(|word| {
            let core = word.trim_matches(|c: char| !c.is_alphanumeric());
            capital(core) || ["Mc", "Mac"].iter().any(|mac| core.strip_prefix(mac).is_some_and(capital))
        })
        .map(str::len)
        .sum();
    let head = &line[..shouted];
    let head = &head[..head.find([',', ':', '(']).unwrap_or(head.len())];
    let name = head.trim_end_matches(['.', ' ']);
    let words = name.split_whitespace().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || !(1..=5).contains(&words) {
        return None;
    }
    let rest = line[name.len()..].trim_start_matches(['.', ' ']);
    let small = name.to_lowercase();
    let titled = among("bench", |title| small.strip_prefix(title).is_some_and(|rest| rest.starts_with(' ')));
    if let Some(behind) = rest.strip_prefix(',') {
        // ", J., dissenting.", ", Circuit Judge.", ", with whom Justice Orre joins, dissenting."
        let (office, more) = behind.split_once(", ").unwrap_or((behind, ""));
        let core: String = office.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let held = among("office", |known| known == core);
        let ended = more.is_empty() && line.ends_with(['.', ':']) || begins(more, &["differs"]);
        let sure = titled && begins(behind, &["differs"]) || held && ended;
        return sure.then_some((name, true));
    }
    if titled && (begins(rest.trim_start_matches([':', ' ', '(']), &["gives", "differs"]) && rest.len() > 1) {
        return Some((name, true));
    }
    (titled && words >= 2 && rest == ":").then_some((name, false))
}

/// Whether words are the name of a judge in small letters: "Lord Justice Orre".
fn is_justice(name: &str) -> bool {
    let words = || name.split_whitespace();
    (3..=5).contains(&words().count())
        && words().all(|word| word.starts_with(char::is_uppercase))
        && words().any(|word| word == "Justice")
        && among("bench", |title| name.to_lowercase().strip_prefix(title).is_some_and(|rest| rest.starts_with(' ')))
}

/// Whether words go on as a line does that says what a judge does.
fn begins(rest: &str, groups: &[&str]) -> bool {
    let small = rest.trim_start().to_lowercase();
    groups.iter().any(|group| among(group, |does| small.starts_with(does)))
}

/// Whether a line of its own is one that a judgment has above it.
fn is_mark(line: &str) -> bool {
    line.len() < 80 && among("marks", |mark| line.trim_end_matches([':', '.']).eq_ignore_ascii_case(mark))
}

/// Whether a line of a group of the list fits.
fn among(group: &str, fits: impl Fn(&str) -> bool) -> bool {
    LIST.iter().any(|(name, line)| *name == group && fits(line))
}

/// The lines of the list, each with the name of its group.
static LIST: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let groups = lists::groups(include_str!("../../../data/judges.txt"));
    groups.flat_map(|(name, lines)| lines.map(move |line| (name, line))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::turns::as_source;

    fn voices(text: &str) -> Vec<String> {
        as_source::voices("a.txt", text)
    }

    #[test]
    fn lines_over_opinions() {
        for (line, name) in [
            ("JUSTICE LIND delivered the opinion of the Court.", "JUSTICE LIND"),
            ("JUSTICE ORRE, concurring.", "JUSTICE ORRE"),
            ("JUSTICE ORRE, with whom JUSTICE HARKE joins, dissenting.", "JUSTICE ORRE"),
            ("LORD ORRE: (with whom Lady Lind and Lord Harke agree)", "LORD ORRE"),
            ("LIND, Circuit Judge.", "LIND"),
            ("HARKE, C.J.", "HARKE"),
            ("McHARKE, J., dissenting.", "McHARKE"),
        ] {
            assert_eq!(judge(line), Some((name, true)), "{line}");
        }
        assert_eq!(judge("LADY LIND:"), Some(("LADY LIND", false)));
        for line in [
            "LIND, J., delivered the opinion of the Court, in which ORRE, J., joined.",
            "Justice Lind delivered the opinion of the Court.",
            "LORD ORRE",
            "LIND, ORRE and HARKE, Circuit Judges, sat",
            "NEW YORK, May 3.",
            "HARBOUR BOARD:",
        ] {
            assert_eq!(judge(line), None, "{line}");
        }
    }

    #[test]
    fn each_judge_has_an_opinion() {
        let text = "IN THE COURT OF MARN\n\nOrre v. Harbour Board\n\nJUSTICE LIND delivered the opinion of the Court.\n\nThe ferry sank in May. The board knew of the hole.\n\nJUSTICE HARKE, dissenting.\n\nNobody knew of the hole.";
        assert_eq!(voices(text), ["JUSTICE LIND", "JUSTICE LIND", "JUSTICE HARKE", "JUSTICE HARKE"]);
        let alone =
            "Orre v. Harbour Board\n\nJUDGMENT\n\nLADY LIND:\n\nThe ferry sank in May, and the board knew of the hole.";
        assert_eq!(voices(alone), ["LADY LIND", "LADY LIND"]);
        assert_eq!(voices(&alone.replace("LADY LIND", "Lady Justice Lind")), ["Lady Justice Lind"; 2]);
        for alone in [alone.replace("JUDGMENT", "SUNDAY"), alone.replace("LADY LIND", "Lady Lind")] {
            assert!(voices(&alone).is_empty());
        }
    }
}
