//! A draft that is typed into reads, after every key, as it would if it were opened then.
//!
//! `ONRECORD_DRAFTS=FOLDER` has the drafts of a folder typed into as well, `ONRECORD_KEYS=N` changes for how long.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use onrecord::check::{Cancel, Checked, Galley, check};
use onrecord::corpus::{self, Corpus, Keep};
use onrecord::formats;
use onrecord::settings::{Punctuation, Settings};
use onrecord::text::{Edit, Span};

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
fn shown(checked: &Checked) -> String {
    let verdicts: Vec<_> = checked.verdicts.iter().map(|it| (it.quotation, it.outcome, &it.because)).collect();
    let findings: Vec<_> =
        checked.findings.iter().map(|it| (it.code, it.span, &it.words, &it.message, &it.fixes, &it.related)).collect();
    format!("{:#?}\n{verdicts:#?}\n{findings:#?}", checked.draft)
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

/// How many keys were pressed, how many of them had only a part read, and for how many there was nothing to check.
#[derive(Default)]
struct Pressed {
    keys: usize,
    parts: usize,
    still: usize,
}

/// Types into a draft.
fn type_into(name: &str, ending: &str, text: &str, corpus: &dyn Corpus, keys: usize) -> Pressed {
    let (file, name) = (format!("draft.{ending}"), format!("{name} as {ending}"));
    let (settings, cancel) = (Settings::default(), Cancel::default());
    let (mut galley, mut dice, mut text) = (Galley::default(), Dice(text.len() as u64), text.to_owned());
    let mut previous: Option<Checked> = None;
    let mut typed = Vec::new();
    let (mut at, mut waiting, mut pressed) = (0, String::new(), 0);
    while pressed < keys {
        let before = text.clone();
        if waiting.is_empty() {
            at = text.floor_char_boundary(dice.throw(text.len() + 1));
            match dice.throw(4) {
                0 => {
                    let end = text.floor_char_boundary((at + 1 + dice.throw(12)).min(text.len()));
                    text.replace_range(at..end.max(at), "");
                }
                _ => TYPED[dice.throw(TYPED.len())].clone_into(&mut waiting),
            }
        }
        if let Some(key) = waiting.chars().next() {
            waiting.remove(0);
            text.insert(at, key);
            at += key.len_utf8();
        }
        pressed += 1;
        let now: Arc<str> = text.as_str().into();
        if let Some(checked) = &previous {
            let edit = Edit::between(&before, &now);
            if galley.stands(&file, &now, checked).is_some() {
                typed.extend(edit);
                let whole = check(formats::read_text(&file, now), Some(corpus), &settings, &cancel, None);
                let (a, b) = (told(checked, &typed), told(&whole, &[]).expect("nothing was typed since"));
                let a = a.unwrap_or_else(|| panic!("{name}, key {pressed}: something was typed into\n\n{text}"));
                assert!(a == b, "{name}, key {pressed}:\n{}\n\n{text}", difference(&a, &b));
                continue;
            }
        }
        typed.clear();
        let part = galley.check(&file, &now, Some(corpus), &settings, &cancel, previous.as_ref());
        let whole = check(formats::read_text(&file, now), Some(corpus), &settings, &cancel, None);
        let (a, b) = (shown(&part), shown(&whole));
        assert!(a == b, "{name}, key {pressed}:\n{}\n\n{text}", difference(&a, &b));
        previous = Some(part);
    }
    Pressed { keys: pressed, parts: galley.spared(), still: galley.still() }
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
                let pressed = type_into(&file.display().to_string(), ending, &text, &*corpus, keys);
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
    let (mut dice, cancel, mut still) = (Dice(7), Cancel::default(), 0);
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
            let (mut galley, mut text, mut typed) = (Galley::default(), draft.clone(), Vec::new());
            let mut checked = galley.check("draft.md", &text.as_str().into(), Some(&*corpus), &settings, &cancel, None);
            for key in BESIDE[dice.throw(BESIDE.len())].chars() {
                text.insert(at, key);
                typed.push(Edit { at, gone: 0, come: key.len_utf8() });
                at += key.len_utf8();
                let now: Arc<str> = text.as_str().into();
                if galley.stands("draft.md", &now, &checked).is_none() {
                    checked = galley.check("draft.md", &now, Some(&*corpus), &settings, &cancel, Some(&checked));
                    typed.clear();
                    continue;
                }
                still += 1;
                let whole = check(formats::read_text("draft.md", now), Some(&*corpus), &settings, &cancel, None);
                let (one, other) = (told(&checked, &typed).expect("is there"), told(&whole, &[]).expect("is there"));
                assert!(one == other, "{}:\n{}\n\n{text}", file.display(), difference(&one, &other));
            }
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
            let now: Arc<str> = text.as_str().into();
            if galley.stands("draft.md", &now, &checked).is_none() {
                checked = galley.check("draft.md", &now, Some(&*corpus), &settings, &cancel, None);
            }
        }
        let end = draft[..at].rsplit(' ').next().unwrap_or_default();
        let _ = writeln!(seen, "{:2} of {} behind …{end}", galley.still(), typed.len());
    }
    insta::assert_snapshot!(seen);
}
