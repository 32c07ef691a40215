use super::*;
use crate::quotations::language::Language;
use crate::quotations::lexicon;

/// The paragraphs of a text with the words between each pair of marks, and the marks that something is wrong with.
fn paired(text: &str) -> (Vec<&str>, Vec<(usize, &str)>) {
    let mut blocks = Vec::new();
    let mut at = 0;
    for paragraph in text.split("\n\n") {
        blocks.push(Span::new(at, at + paragraph.len()));
        at += paragraph.len() + 2;
    }
    let (mut words, mut wrong) = (Vec::new(), Vec::new());
    let mut carry = None;
    for (nth, &block) in blocks.iter().enumerate() {
        let lexicon = lexicon::of(Language::English);
        let around = Around { carry, next: blocks.get(nth + 1).copied(), code: &[], lexicon };
        let (paired, left) = pair(text, block, around);
        words.extend(paired.pairs.iter().map(|pair| &text[pair.open.end..pair.close.start]));
        wrong.extend(paired.problems.iter().map(|problem| (problem.span.start, problem.span.of(text))));
        carry = left;
    }
    (words, wrong)
}

#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    assert_eq!(paired(text), (expected.to_vec(), Vec::new()), "{text}");
}

fn read(text: &str) -> Vec<&str> {
    paired(text).0
}

#[test]
fn marks_pair_by_what_stands_around_them() {
    reads("“One,” she said. \"Two.\"", &["One,", "Two."]);
    assert_eq!(read("He said \"mixed.”"), ["mixed."]);
    assert_eq!(read("the song—”We walk alone”—but not"), ["We walk alone"]);
    reads("„Eins“, sagte er. »Zwei«, « trois », ‹quatre›, ‚fünf‘", &["Eins", "Zwei", " trois ", "quatre", "fünf"]);
    reads("»Wir gehen ›nie‹ zurück.«", &["Wir gehen ›nie‹ zurück.", "nie"]);
    reads("「一」と『二』", &["一", "二"]);
    reads("``Four,'' he said ''five''", &["Four,", "five"]);
    reads(",,Eins'', sagte er", &["Eins"]);
    reads("one,,two ,, three ,,four", &[]);
    reads("(\"in brackets\") and [‘in others’]", &["in brackets", "in others"]);
    reads("He asked, ‘Why didn’t the workers’ union go?’ twice", &["Why didn’t the workers’ union go?"]);
    reads("He said,“Close.” She said,‘Closer.’", &["Close.", "Closer."]);
}

#[test]
fn marks_within_marks() {
    reads(
        "“She said, ‘Never say “no” here,’ twice.”",
        &["She said, ‘Never say “no” here,’ twice.", "Never say “no” here,", "no"],
    );
    reads(
        "\"It was the workers' choice, 'cause we can't,\" he said.",
        &["It was the workers' choice, 'cause we can't,"],
    );
}

#[test]
fn apostrophes_and_measures_are_no_marks() {
    reads("the ’90s, rock 'n' roll, it's the boys' 6'2\" frame", &[]);
    reads("the ‘90s, rock ‘n’ roll, give ‘em hell", &[]);
    reads("41°24'12.2\" north, 5' 11\" high, run in 3'45\"", &[]);
    reads("<a id=\"seven\">", &[]);
    reads("\"It is 6'2\" high and 5' 11\" wide,\" she said.", &["It is 6'2\" high and 5' 11\" wide,"]);
    reads("\"It is 6'2\",\" she said. He was 5'9\" then.", &["It is 6'2\","]);
    reads("between \"1984\" and \"1985\"", &["1984", "1985"]);
}

#[test]
fn a_mark_opens_behind_an_elision() {
    reads("Elle dit qu'« on va » partir, d’« une » voix.", &[" on va ", " une "]);
    reads("Segnala l'«errore», dell’« errore ».", &["errore", " errore "]);
}

#[test]
fn a_quotation_over_paragraphs() {
    reads("“One.\n\n“Two.\n\n“Three,” she said.", &["One.", "Two.", "Three,"]);
    reads("‘The workers’ house.\n\n‘It’s ours,’ she said.", &["The workers’ house.", "It’s ours,"]);
    reads("« Un.\n\n» Deux », dit-elle.", &[" Un.", " Deux "]);
}

#[test]
fn a_mark_without_its_partner() {
    let stray = paired("“One, said Lind. “Two,” said Orre. “Three,” said Varrow.");
    assert_eq!(stray, (vec!["One,", "Two,", "Three,"], vec![(0, "“")]));
    let text = "“One,” said Lind. Two,” said Orre. “Three,” said Varrow.";
    assert_eq!(paired(text), (vec!["One,", "Three,"], vec![(text.find("” said Orre").expect("is there"), "”")]));
    // The next paragraph opens with a mark of its own: the attribution tells that this one's end is missing.
    assert_eq!(paired("“One, said Ana Lind.\n\n“Two,” she said."), (vec!["One,", "Two,"], vec![(0, "“")]));
    assert_eq!(paired("“One, she said.\n\n“Two,” she said."), (vec!["One,", "Two,"], vec![(0, "“")]));
    assert_eq!(paired("“One of us.\n\nShe left."), (vec!["One of us."], vec![(0, "“")]));
}
