//! A draft that is typed into reads, after every key, as it would if it were opened then.
//!
//! `ONRECORD_DRAFTS=FOLDER` has the drafts of a folder typed into as well, `ONRECORD_KEYS=N` changes for how long.

use std::fmt::{Debug, Write as _};
use std::path::Path;

use onrecord::check::{CHECKS, Cancel, Checked, Galley, check};
use onrecord::corpus::{self, Corpus, Keep};
use onrecord::formats;
use onrecord::settings::{Punctuation, Settings};
use onrecord::text::{Edit, Span, Text};

/// What a writer may type; a letter at a time.
const TYPED: &[&str] = &[
    "and the answer took another week ",
    "the minutes were kept in a drawer ",
    " It had been a long and quiet evening.",
    "The captain told them that nobody had asked. ",
    " Brandt said no.",
    "“We will not sell it,” she said. ",
    "he ",
    ", who had left,",
    "“so far” ",
    " (they/them)",
    " (HWU)",
    "’s",
    "\"",
    "”",
    "\n\n",
    "and so \nit went ",
    "  \nand on",
    "\n",
    "**not**",
    "- ",
    "> ",
    "Q: Why? ",
    " Photo: Ana Lind/Courier",
    "By Ana Lind",
    "<!-- -->",
    "5",
    "é😀",
];

/// Numbers that look thrown, the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// All that a check shows.
fn shown(checked: &Checked) -> impl Debug {
    let verdicts: Vec<_> = checked.verdicts.iter().map(|it| (it.quotation, it.outcome, &it.because)).collect();
    let findings: Vec<_> =
        checked.findings.iter().map(|it| (it.code, it.span, &it.words, &it.message, &it.fixes, &it.related)).collect();
    (&checked.draft, verdicts, findings)
}

fn assert_same(part: &Checked, whole: &Checked, file: &str, now: &str) {
    let (a, b) = (shown(part), shown(whole));
    // Line by line, as it is shown, it takes longer to write down than all that is tested here.
    let same = format!("{a:?}") == format!("{b:?}");
    assert!(same, "{file}:\n{}\n\n{now}", difference(&format!("{a:#?}"), &format!("{b:#?}")));
}

/// The first line in which two texts differ, with what stands above.
fn difference(one: &str, other: &str) -> String {
    let at = one.lines().zip(other.lines()).take_while(|(one, other)| one == other).count();
    let near = |text: &str| text.lines().skip(at.saturating_sub(6)).take(10).collect::<Vec<_>>().join("\n");
    format!("in part:\n{}\nwhole:\n{}", near(one), near(other))
}

/// All that a check tells, each thing where it stands after what was typed since; `None` for a place that was typed into.
fn told(checked: &Checked, typed: &[Edit]) -> Option<String> {
    let place = |span: Span| {
        typed.iter().try_fold(span, |span, edit| {
            let apart = span.end <= edit.at || edit.at + edit.gone <= span.start;
            apart.then(|| edit.span(span))
        })
    };
    let mut all = String::new();
    for verdict in &checked.verdicts {
        let at = place(checked.draft.document.prose.to_text(checked.draft.quotations[verdict.quotation].span))?;
        let _ = writeln!(all, "{at:?} {:?} {:?} {:?}", verdict.outcome, verdict.because, verdict.reasons);
        for source in &verdict.sources {
            let _ = writeln!(
                all,
                "    {} {:?} {:?} {:?}",
                source.article.path, source.span, source.speaker, source.standing
            );
        }
    }
    for finding in &checked.findings {
        let _ = writeln!(all, "{} {:?} {} {:?}", finding.code, place(finding.span)?, finding.message, finding.severity);
        for &word in &finding.words {
            let _ = writeln!(all, "    {:?}", place(word)?);
        }
        for (related, why) in &finding.related {
            let _ = writeln!(all, "    {:?} {why}", place(*related)?);
        }
        for fix in &finding.fixes {
            let _ = writeln!(all, "    {}", fix.title);
            for edit in &fix.edits {
                let _ = writeln!(all, "        {:?} {}", place(edit.span)?, edit.text);
            }
        }
    }
    Some(all)
}

/// A draft with its last checks, each with what was typed since.
#[derive(Default)]
struct Desk {
    galley: Galley,
    checks: Vec<(Checked, Vec<Edit>)>,
}

impl Desk {
    /// Takes up the next state of the draft, of which an edit made it, and holds what is told of it against a check of all.
    fn take(&mut self, file: &str, now: &Text, edit: Option<Edit>, corpus: &dyn Corpus, settings: &Settings) {
        let cancel = Cancel::default();
        self.checks.iter_mut().for_each(|(_, typed)| typed.extend(edit));
        let whole = check(formats::read_text(file, now.clone()), Some(corpus), settings, &cancel, None);
        for at in 0..self.checks.len() {
            let (checked, typed) = &self.checks[at];
            if self.galley.stands(file, now, settings, checked).is_none() {
                continue;
            }
            // What was typed into, and is again what it was, has lost its place.
            let Some(a) = told(checked, typed) else { continue };
            let b = told(&whole, &[]).expect("nothing was typed since");
            assert!(a == b, "{file}, as check {at} tells:\n{}\n\n{}", difference(&a, &b), &**now);
            self.checks.swap(0, at);
            return;
        }
        let last = self.checks.first().map(|(checked, _)| checked);
        let part = self.galley.check(file, now, Some(corpus), settings, &cancel, last);
        assert_same(&part, &whole, file, now);
        self.checks.insert(0, (part, Vec::new()));
        self.checks.truncate(CHECKS);
    }
}

/// How many keys were pressed, how many of them had only a part read, and for how many there was nothing to check.
#[derive(Default)]
struct Pressed {
    keys: usize,
    parts: usize,
    still: usize,
}

/// Types into a draft.
fn type_into(ending: &str, text: &str, corpus: &dyn Corpus, keys: usize) -> Pressed {
    let file = format!("draft.{ending}");
    let (mut desk, mut dice, mut text) = (Desk::default(), Dice(text.len() as u64), text.to_owned());
    let (mut at, mut waiting, mut pressed) = (0, String::new(), 0);
    // How much of what was typed last is there, and whether it is being taken back.
    let (mut typed, mut back) = (0, false);
    while pressed < keys {
        let before = text.clone();
        back &= typed > 0;
        if waiting.is_empty() && !back {
            match dice.throw(5) {
                0 => {
                    at = text.floor_char_boundary(dice.throw(text.len() + 1));
                    let end = text.floor_char_boundary((at + 1 + dice.throw(12)).min(text.len()));
                    text.replace_range(at..end.max(at), "");
                    typed = 0;
                }
                1 => back = typed > 0,
                _ => {
                    at = text.floor_char_boundary(dice.throw(text.len() + 1));
                    TYPED[dice.throw(TYPED.len())].clone_into(&mut waiting);
                    typed = 0;
                }
            }
        }
        if back {
            at = text.floor_char_boundary(at - 1);
            text.remove(at);
            typed -= 1;
        } else if let Some(key) = waiting.chars().next() {
            waiting.remove(0);
            text.insert(at, key);
            at += key.len_utf8();
            typed += 1;
        }
        pressed += 1;
        desk.take(&file, &text.as_str().into(), Edit::between(&before, &text), corpus, &Settings::default());
    }
    Pressed { keys: pressed, parts: desk.galley.spared(), still: desk.galley.still() }
}

#[test]
fn every_key_shows_what_opening_would() {
    let corpus = corpus::open(&["examples/sources".into()], &Keep::default(), &|_| ()).expect("the examples");
    let keys = std::env::var("ONRECORD_KEYS").ok().and_then(|keys| keys.parse().ok()).unwrap_or(20);
    let mut folders = vec!["examples/drafts".to_owned(), "tests/fixtures/again".to_owned()];
    folders.extend(std::env::var("ONRECORD_DRAFTS"));
    for ending in ["md", "txt", "html"] {
        let mut all = Pressed::default();
        for folder in &folders {
            let mut files: Vec<_> =
                std::fs::read_dir(Path::new(folder)).expect("a folder").flatten().map(|it| it.path()).collect();
            files.sort();
            for file in files.iter().filter(|file| file.extension().is_some_and(|it| it == "md" || it == "txt")) {
                let mut text = std::fs::read_to_string(file).expect("a draft");
                if ending == "html" {
                    text = format!("<p>{}</p>\n", text.trim_end().replace("\n\n", "</p>\n<p>"));
                }
                let pressed = type_into(ending, &text, &*corpus, keys);
                all.keys += pressed.keys;
                all.parts += pressed.parts;
                all.still += pressed.still;
            }
        }
        let Pressed { keys, parts, still } = all;
        assert!((parts + still) * 6 > keys, "{ending}: only {parts} of {keys} keys were read in part");
        assert!(still > 0, "{ending}: only {still} of {keys} keys had nothing to check");
    }
}

/// What rules read beside what is said: days, places, titles of another time, signs.
const BESIDE: &[&str] =
    &[" in Norwick", " on May 12, 2031", " on Tuesday", " former", "the late ", ":", ", 2030", " it was", "n"];

#[test]
fn words_beside_what_was_said_show_what_opening_would() {
    let corpus = corpus::open(&["examples/sources".into()], &Keep::default(), &|_| ()).expect("the examples");
    let today = Some("2031-05-20".parse().expect("a day"));
    let settings = Settings { punctuation: Some(Punctuation::Us), today, ..Settings::default() };
    let (mut dice, mut still) = (Dice(7), 0);
    let mut folders = vec!["examples/drafts".to_owned(), "tests/fixtures/again".to_owned()];
    folders.extend(std::env::var("ONRECORD_DRAFTS"));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a folder").flatten());
    let mut files: Vec<_> =
        files.map(|it| it.path()).filter(|file| file.extension().is_some_and(|it| it == "md")).collect();
    files.sort();
    for file in files {
        let draft = std::fs::read_to_string(&file).expect("a draft");
        let ends = |mark: &'static str| draft.match_indices(mark).map(move |(at, _)| at + mark.len());
        let beside = ["said", "told", "“", "”", "” ", " “"].into_iter().flat_map(ends);
        let mut places: Vec<usize> = beside.chain(draft.match_indices('“').map(|(at, _)| at)).collect();
        places.extend(draft.match_indices(". ").map(|(at, _)| at + 2));
        for _ in 0..places.len().min(16) {
            let mut at = places[dice.throw(places.len())];
            let (mut desk, mut text) = (Desk::default(), draft.clone());
            desk.take("draft.md", &text.as_str().into(), None, &*corpus, &settings);
            for key in BESIDE[dice.throw(BESIDE.len())].chars() {
                text.insert(at, key);
                let edit = Edit { at, gone: 0, come: key.len_utf8() };
                desk.take("draft.md", &text.as_str().into(), Some(edit), &*corpus, &settings);
                at += key.len_utf8();
            }
            still += desk.galley.still();
        }
    }
    assert!(still > 20, "only {still} keys left everything as it was");
}

#[test]
fn plain_words_are_read_without_the_rest() {
    let corpus = corpus::open(&["examples/sources".into()], &Keep::default(), &|_| ()).expect("the examples");
    let draft = std::fs::read_to_string("tests/fixtures/again/harbour_vote.md").expect("a draft");
    let (settings, cancel) = (Settings::default(), Cancel::default());
    let mut seen = String::new();
    for (at, _) in draft.match_indices("\n\n") {
        let mut galley = Galley::default();
        let _ = galley.check("draft.md", &draft.as_str().into(), Some(&*corpus), &settings, &cancel, None);
        for upto in 1..=18 {
            let text = format!("{}{}{}", &draft[..at], &" and so it went on"[..upto], &draft[at..]);
            let _ = galley.check("draft.md", &text.into(), Some(&*corpus), &settings, &cancel, None);
        }
        let end = draft[..at].rsplit(' ').next().unwrap_or_default();
        let _ = writeln!(seen, "{:2} of 18 behind …{end}", galley.spared());
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn words_between_quotations_leave_nothing_to_check() {
    let corpus = corpus::open(&["examples/sources".into()], &Keep::default(), &|_| ()).expect("the examples");
    let draft = std::fs::read_to_string("tests/fixtures/again/quiet_week.md").expect("a draft");
    let (settings, cancel) = (Settings::default(), Cancel::default());
    let mut seen = String::new();
    let typed = " The notes that we kept";
    for (at, _) in draft.match_indices("\n\n") {
        let (mut galley, mut text) = (Galley::default(), draft.clone());
        let mut checked = galley.check("draft.md", &text.as_str().into(), Some(&*corpus), &settings, &cancel, None);
        for (upto, key) in typed.char_indices() {
            text.insert(at + upto, key);
            let now: Text = text.as_str().into();
            if galley.stands("draft.md", &now, &settings, &checked).is_none() {
                checked = galley.check("draft.md", &now, Some(&*corpus), &settings, &cancel, None);
            }
        }
        let end = draft[..at].rsplit(' ').next().unwrap_or_default();
        let _ = writeln!(seen, "{:2} of {} behind …{end}", galley.still(), typed.len());
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn what_comes_and_goes_is_checked_once() {
    let corpus = corpus::open(&["examples/sources".into()], &Keep::default(), &|_| ()).expect("the examples");
    let draft = std::fs::read_to_string("tests/fixtures/again/quiet_week.md").expect("a draft");
    let settings = Settings::default();
    for (place, typed) in [("Arvid Sorel", "M"), ("Berit Kolm has", "then "), ("“The boats", "“Yes,” Kolm said. ")]
    {
        let at = draft.find(place).expect("is there");
        let with = format!("{}{typed}{}", &draft[..at], &draft[at..]);
        let (insertion, mut desk) = (Edit { at, gone: 0, come: typed.len() }, Desk::default());
        let deletion = Edit { at, gone: typed.len(), come: 0 };
        desk.take("draft.md", &draft.as_str().into(), None, &*corpus, &settings);
        for _ in 0..3 {
            desk.take("draft.md", &with.as_str().into(), Some(insertion), &*corpus, &settings);
            desk.take("draft.md", &draft.as_str().into(), Some(deletion), &*corpus, &settings);
        }
        assert_eq!(desk.galley.still(), 5, "{typed}");
    }
}

#[test]
fn a_name_that_goes_out_of_view_far_behind_is_missed() {
    let corpus = corpus::open(&["examples/sources".into()], &Keep::default(), &|_| ()).expect("the examples");
    let (settings, mut changed) = (Settings::default(), 0);
    for names in [20, 195, 196, 197, 198, 199, 200, 201, 300] {
        let crowd = "Berit Kolm saw the boat leave.\n\n".repeat(names);
        let draft = format!("Ana Lind has a boat.\n\n{crowd}Lind did not wait long. “I am thankful for all of it.”\n");
        let at = draft.len() / 2 + draft[draft.len() / 2..].find("Berit").expect("is there");
        let more = "Arvid Sorel and ";
        let with = format!("{}{more}{}", &draft[..at], &draft[at..]);
        let mut desk = Desk::default();
        desk.take("draft.md", &draft.as_str().into(), None, &*corpus, &settings);
        let insertion = Edit { at, gone: 0, come: more.len() };
        desk.take("draft.md", &with.as_str().into(), Some(insertion), &*corpus, &settings);
        let told = |check: usize| desk.checks[check].0.draft.utterances[0].attribution.mention.is_some();
        changed += usize::from(desk.checks.len() == 2 && told(0) != told(1));
        assert_eq!(desk.galley.spared() == 0, (198..200).contains(&names), "{names} names between");
    }
    assert_eq!(changed, 1, "between two of these numbers the first name is out of view");
}
