//! Who is who in a corpus that changes: what is gone on from is the very same as what is joined afresh.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::corpus::{self, Corpus, Keep};
use onrecord::speakers::names::NameForm;

/// Names in full, in part, with initials, with slips of the pen, of several who share a surname, of bodies and of roles.
const WHO: [&str; 29] = [
    "Ana Ruiz",
    "Ruiz",
    "A. Ruiz",
    "Ana Maria Ruiz",
    "Ana Riuz",
    "Pedro Ruiz",
    "Mayor Ana Ruiz",
    "Morten Blackwood",
    "Morten Blacwkood",
    "Morten Blakwood",
    "Blackwood",
    "Blacwkood",
    "Martha Blackwood",
    "Bill Harker",
    "William Harker",
    "W. Harker",
    "Walter Harker",
    "Harker",
    "Wilma Harkre",
    "Dr. Ilse Lind",
    "Kemal Kılıç",
    "Kemal Kilic",
    "Ana Ruíz",
    "Lind",
    "the mayor",
    "a spokesman",
    "the harbour board",
    "The Harbour Board of Vellin",
    "the company",
];
const SAID: [&str; 5] =
    ["We will mend it", "Nobody asked us", "It is too late", "That was not agreed", "Ask again in May"];

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33) as usize % below
    }

    fn story(&mut self) -> String {
        let mut story = format!("---\ndate: 2031-{:02}-{:02}\n---\n", self.roll(12) + 1, self.roll(27) + 1);
        for _ in 0..=self.roll(3) {
            let (who, said) = (WHO[self.roll(WHO.len())], SAID[self.roll(SAID.len())]);
            let _ = match self.roll(3) {
                0 => writeln!(story, "“{said},” {who} told the paper on Friday.\n"),
                1 => writeln!(story, "“{said},” said {who}, the pilot of the ferry. “{said} twice.”\n"),
                _ => writeln!(story, "{who} came late, and {} left.\n", WHO[self.roll(WHO.len())]),
            };
        }
        story
    }
}

/// All that is known of people, as text.
fn told(corpus: &dyn Corpus) -> String {
    let mut told = format!("{:#?}\n", corpus.everybody().expect("it answers"));
    let directory = corpus.directory();
    let _ = writeln!(told, "{:#?}", directory.people().collect::<Vec<_>>());
    for who in WHO {
        let _ = writeln!(told, "{who}: {:?}", corpus.people(who, usize::MAX).expect("it answers"));
        let _ = writeln!(told, "{:?}", directory.named(&NameForm::read(who)).collect::<Vec<_>>());
    }
    told
}

fn same(sources: &Path, indexes: &Path, round: usize) {
    let open = |keep: &Keep| corpus::open(&[sources.to_owned()], keep, &|_| {}).expect("opens");
    let (kept, anew) = (open(&Keep::Always(indexes.to_owned())), open(&Keep::Nowhere));
    let (kept, anew) = (told(kept.as_ref()), told(anew.as_ref()));
    let differing = kept.lines().zip(anew.lines()).find(|(kept, anew)| kept != anew);
    assert!(kept == anew, "round {round}: {differing:#?}");
}

fn files(indexes: &Path, kind: &str) -> Vec<PathBuf> {
    let index = fs::read_dir(indexes).expect("lists").next().expect("an index").expect("lists").path();
    let all = fs::read_dir(index).expect("lists").map(|entry| entry.expect("lists").path());
    all.filter(|path| path.extension().is_some_and(|end| end == kind)).collect()
}

#[test]
fn people_are_the_same_however_the_corpus_came_about() {
    let rounds = std::env::var("ONRECORD_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(150);
    let folder = tempfile::tempdir().expect("a folder");
    let (sources, indexes) = (folder.path().join("sources"), folder.path().join("indexes"));
    fs::create_dir(&sources).expect("made");
    let mut dice = Dice(rounds as u64);
    let file = |number: usize| sources.join(format!("{number:02}.md"));
    let rows = sources.join("wire.jsonl");
    let row = |dice: &mut Dice| serde_json::json!({"text": dice.story()}).to_string();
    let mut lines: Vec<String> = (0..6).map(|_| row(&mut dice)).collect();
    for number in 0..20 {
        fs::write(file(number), dice.story()).expect("written");
    }
    for round in 0..rounds {
        for _ in 0..=dice.roll(3) {
            let number = dice.roll(30);
            match dice.roll(6) {
                0 if number > 0 => drop(fs::remove_file(file(number))),
                1 => {
                    let (from, to) = (dice.roll(lines.len()), dice.roll(lines.len()));
                    lines.swap(from, to);
                }
                2 => {
                    let at = dice.roll(lines.len() + 1);
                    lines.insert(at, row(&mut dice));
                }
                3 if lines.len() > 2 => drop(lines.remove(dice.roll(lines.len()))),
                _ => fs::write(file(number), dice.story()).expect("written"),
            }
        }
        fs::write(&rows, lines.join("\n")).expect("written");
        if dice.roll(3) > 0 {
            same(&sources, &indexes, round);
        } else {
            // Nobody asks who is who, and the next one goes on from what was before.
            corpus::open(std::slice::from_ref(&sources), &Keep::Always(indexes.clone()), &|_| {}).expect("opens");
        }
        assert!(files(&indexes, "who").len() <= 1);
    }
}

#[test]
fn what_an_earlier_joining_left_is_not_believed_when_it_is_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sources, indexes) = (folder.path().join("sources"), folder.path().join("indexes"));
    fs::create_dir(&sources).expect("made");
    let mut dice = Dice(7);
    for round in 0..8 {
        for number in 0..8 {
            fs::write(sources.join(format!("{}.md", number * (round + 1) % 11)), dice.story()).expect("written");
        }
        same(&sources, &indexes, round);
        let file = files(&indexes, "who").pop().expect("was left");
        let mut bytes = fs::read(&file).expect("reads");
        fs::remove_file(&file).expect("removed");
        let at = bytes.len() * (round + 1) / 9;
        match round {
            0..4 => bytes[at] ^= 8,
            4..6 => bytes.truncate(at),
            _ => continue,
        }
        fs::write(&file, bytes).expect("written");
        same(&sources, &indexes, round);
    }
}
