//! The index on disk: it answers as memory does, takes up what changed, and is never believed when it is damaged.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use onrecord::check::{Cancel, check};
use onrecord::corpus::index::{Watch, Wish};
use onrecord::corpus::{self, ArticleId, Corpus, CorpusError, Keep, Opened, Query};
use onrecord::formats;
use onrecord::settings::Settings;
use onrecord::text::{Span, fold};

const PEOPLE: [&str; 6] = ["Ilse Lind", "Tom Harke", "Ana Ruiz", "Pedro Ruiz", "Maren Holt", "Jo Verhoeven"];
const PLACES: [&str; 5] = ["quay", "ferry", "bridge", "school", "market"];
const WEEKDAYS: [&str; 4] = ["Monday", "Tuesday", "Wednesday", "Thursday"];

/// The text of a made-up story; every ninth is an agency's, cut a little.
fn story(number: usize) -> String {
    let (who, place) = (PEOPLE[number % 6], PLACES[number % 5]);
    let day = number % 27 + 1;
    let (cost, weekday) = (number * 37 % 900 + 100, WEEKDAYS[number % 4]);
    let told = number - number % 9;
    format!(
        "---\noutlet: Vale Courier\ndate: 2031-03-{day:02}\n---\nThe {place} of ward {number} needs repair\n\n\
         “We will not close the old {place} before the winter of {number},” Councillor {who} told the board on {weekday}. \
         “It would cost {cost} crowns a day, and nobody has asked the people of ward {number}.”\n\n\
         The report numbered {told} lists every {place} in the valley, those that were painted last year among them, and \
         says what mending each of them would cost.\n\n“Ask me in November,” said {who}, who has sat on the board since 2019.\n"
    )
}

/// A folder of sources and one of indexes.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new(stories: usize) -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(desk.sources()).expect("made");
        for number in 0..stories {
            desk.write(number, &story(number));
        }
        desk
    }

    fn sources(&self) -> PathBuf {
        self.folder.path().join("sources")
    }

    fn indexes(&self) -> PathBuf {
        self.folder.path().join("indexes")
    }

    fn write(&self, number: usize, text: &str) {
        fs::write(self.sources().join(format!("{number:03}.md")), text).expect("written");
    }

    fn open(&self, keep: &Keep) -> Arc<dyn Corpus> {
        corpus::open(&[self.sources()], keep, &|_| {}).expect("opens")
    }

    fn indexed(&self) -> Arc<dyn Corpus> {
        self.open(&Keep::Always(self.indexes()))
    }

    /// The files of the one index there is.
    fn files(&self) -> Vec<PathBuf> {
        let folder = fs::read_dir(self.indexes()).expect("lists").next().expect("an index").expect("lists").path();
        let mut files: Vec<_> =
            fs::read_dir(folder).expect("lists").map(|entry| entry.expect("lists").path()).collect();
        // Who is who is made from the rest, and made again where it is not sound.
        files.retain(|file| file.extension().is_none_or(|end| end != "who"));
        files.sort();
        files
    }

    /// Everything one can ask of a corpus, as text.
    fn told(corpus: &dyn Corpus) -> String {
        let about = corpus.about();
        let mut told = format!("{} articles, {} quotations\n", about.articles, about.quotations);
        for id in 0..about.articles {
            writeln!(told, "{:?}", corpus.article(ArticleId(id as u32)).expect("is there")).expect("memory takes it");
        }
        writeln!(told, "{:#?}", corpus.everybody().expect("it answers")).expect("memory takes it");
        let directory = corpus.directory();
        writeln!(told, "{:#?}", directory.people().collect::<Vec<_>>()).expect("memory takes it");
        for words in ["We will not close the old ferry", "nobody has ever asked the people of ward 7", "in November"] {
            let parts = vec![fold::tokens(words, Span::new(0, words.len())).iter().map(|token| token.key).collect()];
            // How much a word weighs depends a little on what is gone since; what comes first does not here.
            let hits = corpus.search(&Query { parts, limit: 8, ..Query::default() }).expect("it answers");
            writeln!(told, "{:?}", hits.iter().map(|hit| (hit.article, hit.span)).collect::<Vec<_>>())
                .expect("memory takes it");
        }
        let draft = "“We will never close the old bridge before the winter of 12,” Ana Ruiz said. “Ask me in November,” \
            said Lind, and “nobody has asked the people of ward 20” said Harke.\n";
        let document = formats::read("draft.md", draft.as_bytes());
        let checked = check(document, Some(corpus), &Settings::default(), &Cancel::default(), None);
        told + &format!("{:#?}\n{:#?}", checked.verdicts, checked.findings)
    }

    /// The index is what reading everything now would yield.
    fn agrees(&self) {
        same(self.indexed().as_ref(), self.open(&Keep::Nowhere).as_ref());
    }
}

fn same(a: &dyn Corpus, b: &dyn Corpus) {
    let (a, b) = (Desk::told(a), Desk::told(b));
    let differing = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    assert!(a == b, "{differing:#?}");
}

#[test]
fn disk_and_memory_answer_alike() {
    let desk = Desk::new(60);
    desk.agrees();
    assert_eq!(desk.indexed().about().problems, Vec::<String>::new());
}

#[test]
fn what_changes_is_taken_up_and_nothing_else_is_read() {
    let desk = Desk::new(40);
    desk.agrees();
    desk.write(7, &story(7).replace("will not close", "may well close"));
    desk.write(41, &story(41));
    fs::remove_file(desk.sources().join("012.md")).expect("is there");
    let read = std::sync::Mutex::new(0);
    corpus::open(&[desk.sources()], &Keep::Always(desk.indexes()), &|progress| {
        if let corpus::index::Progress::Reading { done, .. } = progress {
            *read.lock().expect("no panic") = done;
        }
    })
    .expect("opens");
    let all: usize = (0..40).map(|number| story(number).len()).sum();
    assert!(*read.lock().expect("no panic") < all as u64, "not all is read again");
    desk.agrees();
    for number in 20..40 {
        fs::remove_file(desk.sources().join(format!("{number:03}.md"))).expect("is there");
    }
    desk.agrees();
}

#[test]
fn many_small_changes_make_few_segments() {
    let desk = Desk::new(24);
    for round in 0..14 {
        desk.write(30 + round, &story(30 + round));
        desk.write(round, &story(round).replace("in November", "in December"));
        if round % 5 == 4 {
            desk.agrees();
            fs::remove_file(desk.sources().join(format!("{:03}.md", 20 - round))).expect("is there");
        }
        desk.indexed();
    }
    desk.agrees();
    let segments = desk.files().iter().filter(|file| file.extension().is_some_and(|end| end == "seg")).count();
    assert!(segments <= 4, "{:?}", desk.files());
}

#[test]
fn lines_of_a_file_of_many_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("archive.jsonl");
    let line = |number: usize, id: bool| {
        let mut row = serde_json::json!({ "text": story(number) });
        if id {
            row["id"] = format!("s{number}").into();
        }
        row.to_string()
    };
    let keep = Keep::Always(folder.path().join("indexes"));
    let paths = |lines: &[String]| {
        fs::write(&file, lines.join("\n")).expect("written");
        let [indexed, read] = [&keep, &Keep::Nowhere]
            .map(|keep| corpus::open(std::slice::from_ref(&file), keep, &|_| {}).expect("opens"));
        same(indexed.as_ref(), read.as_ref());
        assert_eq!(indexed.about().problems, read.about().problems);
        let path = |id| indexed.article(ArticleId(id)).expect("is there").path.clone();
        let name = |path: String| path.rsplit('#').next().unwrap_or_default().to_owned();
        (0..indexed.about().articles as u32).map(path).map(name).collect::<Vec<_>>()
    };
    let mut lines: Vec<String> = (0..8).map(|number| line(number, number % 2 == 0)).collect();
    assert_eq!(paths(&lines), ["s0", "2", "s2", "4", "s4", "6", "s6", "8"]);
    lines.remove(2);
    lines.push(line(9, true));
    assert_eq!(paths(&lines), ["s0", "2", "3", "s4", "5", "s6", "7", "s9"], "who has no name goes by the line");
    lines.insert(1, "{\"text\": 3}".to_owned());
    lines.insert(1, lines[0].clone());
    assert_eq!(paths(&lines), ["s0", "s0", "4", "5", "s4", "7", "s6", "9", "s9"]);
}

#[test]
fn a_damaged_index_is_made_anew() {
    let desk = Desk::new(12);
    let sound = Desk::told(desk.indexed().as_ref());
    let damage: [fn(&mut Vec<u8>); 4] = [
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| bytes.clear(),
        |bytes| *bytes = b"%PDF-1.7 what is this doing here".repeat(20),
        |bytes| bytes[30] ^= 4,
    ];
    for number in 0..desk.files().len() {
        for damage in damage {
            let file = &desk.files()[number];
            if file.ends_with("LOCK") {
                continue;
            }
            let mut bytes = fs::read(file).expect("reads");
            damage(&mut bytes);
            fs::remove_file(file).expect("removed");
            fs::write(file, bytes).expect("written");
            let corpus = desk.indexed();
            assert_eq!(corpus.about().problems.len(), 1, "one line tells it: {:?}", corpus.about().problems);
            assert!(Desk::told(corpus.as_ref()) == sound);
            assert_eq!(desk.indexed().about().problems, Vec::<String>::new());
        }
    }
}

#[test]
fn another_process_that_makes_it_is_waited_for_as_long_as_one_wishes() {
    let desk = Desk::new(12);
    desk.indexed();
    for file in desk.files().iter().filter(|file| !file.ends_with("LOCK")) {
        fs::remove_file(file).expect("is removed");
    }
    let lock = desk.files().into_iter().next().expect("the lock is left");
    let theirs = fs::File::options().write(true).open(lock).expect("opens");
    theirs.try_lock().expect("is free");
    let told = std::sync::atomic::AtomicBool::new(false);
    let report = |progress| {
        told.fetch_or(progress == corpus::index::Progress::Waiting, Ordering::Relaxed);
    };
    let wish = || if told.load(Ordering::Relaxed) { Wish::Stop } else { Wish::GoOn };
    let watch = Watch { report: &report, wish: &wish };
    let opened = corpus::open_watched(&[desk.sources()], &Keep::Always(desk.indexes()), &watch).expect("opens");
    assert!(told.into_inner() && opened.unread.is_some());
    drop(theirs);
    desk.agrees();
}

/// The files of a desk's catalogue, in order of their names: the one written whole, and what changed since.
fn catalogues(desk: &Desk) -> Vec<PathBuf> {
    let number = |file: &PathBuf| file.file_stem()?.to_str()?.parse::<u32>().ok();
    let mut files = desk.files();
    files.retain(|file| file.extension().is_some_and(|end| end == "cat"));
    files.sort_by_key(number);
    files
}

#[test]
fn what_changed_is_written_beside_the_catalogue_until_it_is_much() {
    let desk = Desk::new(30);
    desk.agrees();
    let [whole] = &catalogues(&desk)[..] else { panic!("one catalogue, written whole") };
    let bytes = fs::read(whole).expect("reads");
    let mut dice = 5u32;
    let mut roll = |sides: u32| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (dice >> 8) % sides
    };
    for round in 0..24 {
        for _ in 0..=roll(3) {
            let number = roll(48) as usize;
            match roll(4) {
                0 => drop(fs::remove_file(desk.sources().join(format!("{number:03}.md")))),
                1 => desk.write(number, &story(number).replace("in November", &format!("in week {round}"))),
                // A copy of another story stands before that one or behind it.
                _ => desk.write(number, &story(roll(48) as usize)),
            }
        }
        // Made, and then read from disk.
        desk.agrees();
        desk.agrees();
        let files = catalogues(&desk);
        assert_eq!(files.first(), Some(whole), "round {round}");
        assert!(files.len() == 2 && fs::read(whole).expect("reads") == bytes, "round {round}: {files:?}");
    }
    for number in 100..170 {
        desk.write(number, &story(number));
    }
    desk.agrees();
    let files = catalogues(&desk);
    assert!(files.len() == 1 && files[0] != *whole, "{files:?}");
}

#[test]
fn a_damaged_patch_of_a_catalogue_is_not_believed() {
    let desk = Desk::new(12);
    desk.indexed();
    for round in 0..24 {
        desk.write(round % 12, &story(round + 20));
        desk.indexed();
        let [_, patch] = &catalogues(&desk)[..] else { panic!("a catalogue, and what changed since") };
        let mut bytes = fs::read(patch).expect("reads");
        let at = bytes.len() * round / 24;
        fs::remove_file(patch).expect("removed");
        match round % 8 {
            0 => {}
            1 => fs::write(patch, &bytes[..at]).expect("written"),
            2 => fs::copy(&catalogues(&desk)[0], patch).map(drop).expect("written"),
            _ => {
                bytes[at] ^= 0x20;
                fs::write(patch, bytes).expect("written");
            }
        }
        let corpus = desk.indexed();
        let told = corpus.about().problems;
        assert!(told.len() == 1 && told[0].contains("is damaged"), "{round}: {told:?}");
        desk.agrees();
    }
}

#[test]
fn damage_within_is_met_when_it_is_touched() {
    let desk = Desk::new(12);
    desk.indexed();
    let file = desk.files().into_iter().find(|file| file.extension().is_some_and(|end| end == "seg"));
    let file = file.expect("a segment");
    let bytes = fs::read(&file).expect("reads");
    let mut met = 0;
    for at in (128..bytes.len()).step_by(bytes.len() / 23) {
        // Made anew, it may have another name.
        let file = desk.files().into_iter().find(|file| file.extension().is_some_and(|end| end == "seg"));
        let file = file.expect("a segment");
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x40;
        // A new file, since what is mapped is never written to.
        fs::remove_file(&file).expect("removed");
        fs::write(&file, &damaged).expect("written");
        let corpus = desk.indexed();
        // Told at once, or by whatever touches it first; never believed.
        let told = !corpus.about().problems.is_empty();
        let asked = (0..12).map(|id| corpus.article(ArticleId(id)).map(|_| ()));
        let words = "We will not close the old ferry before the winter";
        let parts = vec![fold::tokens(words, Span::new(0, words.len())).iter().map(|token| token.key).collect()];
        let mut answers: Vec<Result<(), CorpusError>> = asked.collect();
        answers.push(corpus.search(&Query { parts, limit: 8, ..Query::default() }).map(|_| ()));
        answers.push(corpus.everybody().map(|_| ()));
        let touched = answers.iter().any(|answer| matches!(answer, Err(CorpusError::Damaged)));
        met += usize::from(told || touched);
        if touched {
            same(desk.indexed().as_ref(), desk.open(&Keep::Nowhere).as_ref());
        } else if !told {
            assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        }
    }
    assert!(met >= 15, "most of a segment is touched by these questions: {met}");
}

#[test]
fn who_cannot_write_reads_all_the_same() {
    let desk = Desk::new(5);
    // A file where the folder should be: nothing can be kept there, whoever one is.
    fs::write(desk.indexes(), "").expect("written");
    let corpus = desk.indexed();
    assert_eq!(corpus.about().articles, 5);
    assert_eq!(corpus.about().problems.len(), 1, "{:?}", corpus.about().problems);
    assert!(corpus.about().problems[0].contains("held in memory"), "{:?}", corpus.about().problems);
    assert!(Desk::told(corpus.as_ref()) == Desk::told(desk.open(&Keep::Nowhere).as_ref()));
    assert!(Path::new(&desk.indexes()).is_file());
}

/// Opens a corpus and says `wish` once so many files have been asked for.
fn until(desk: &Desk, after: usize, wish: Wish) -> Opened {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let so_far = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let wish = || if so_far() < after { Wish::GoOn } else { wish };
    let watch = Watch { report: &|_| {}, wish: &wish };
    corpus::open_watched(&[desk.sources()], &Keep::Always(desk.indexes()), &watch).expect("opens")
}

#[test]
fn a_reading_that_pauses_has_what_is_read_and_goes_on_from_there() {
    let desk = Desk::new(40);
    let part = until(&desk, 15, Wish::Pause);
    let unread = part.unread.expect("something is missing");
    assert_eq!((unread.articles, unread.files, unread.of), (15, 15, 40));
    assert!(part.goes_on && part.corpus.about().articles == 15 && (20..60).contains(&unread.percent), "{unread}");
    assert_eq!(
        part.corpus.people("Ilse Lind", usize::MAX).expect("it answers")[0].said.len(),
        9,
        "of every sixth, three"
    );
    // The fresh ones are read again, since they may have been written to; nothing is there twice.
    let more = until(&desk, 30, Wish::Pause);
    assert!(more.unread.is_some_and(|unread| (15..40).contains(&unread.articles)), "{:?}", more.unread);
    let whole = desk.indexed();
    same(&*whole, &*desk.open(&Keep::Nowhere));
}

#[test]
fn a_reading_that_is_stopped_leaves_the_last_generation() {
    let desk = Desk::new(20);
    let before = Desk::told(&*desk.indexed());
    for number in 0..20 {
        desk.write(number, &story(number + 100));
    }
    let stopped = until(&desk, 5, Wish::Stop);
    let unread = stopped.unread.expect("something is missing");
    assert_eq!((unread.articles, unread.of), (20, 20));
    assert_eq!(Desk::told(&*stopped.corpus), before);
    // What pauses has the new ones, and of the others what was there.
    let paused = until(&desk, 5, Wish::Pause);
    assert_eq!(paused.corpus.about().articles, 20);
    assert_ne!(Desk::told(&*paused.corpus), before);
    desk.agrees();
    // With nothing from before, what was read is there.
    let fresh = Desk::new(20);
    assert_eq!(until(&fresh, 5, Wish::Stop).corpus.about().articles, 5);
}

#[test]
fn a_file_of_many_that_pauses_in_the_middle_is_read_once() {
    let desk = Desk::new(0);
    let row = |number: usize| serde_json::json!({"id": number.to_string(), "text": story(number)}).to_string();
    let rows: Vec<String> = (0..50).map(row).collect();
    fs::write(desk.sources().join("wire.jsonl"), rows.join("\n")).expect("written");
    let part = until(&desk, 20, Wish::Pause);
    let unread = part.unread.expect("something is missing");
    assert!((10..50).contains(&unread.articles) && unread.files == 0, "{unread:?}");
    assert!(unread.to_string().ends_with("% of the corpus"), "{unread}");
    let whole = desk.indexed();
    assert_eq!(whole.about().articles, 50);
    same(&*whole, &*desk.open(&Keep::Nowhere));
}

#[test]
fn what_an_editor_says_of_files_saves_looking_at_the_others() {
    let desk = Desk::new(12);
    let keep = Keep::Always(desk.indexes());
    let watch = Watch { report: &|_| {}, wish: &|| Wish::GoOn };
    let file = |number: usize| desk.sources().join(format!("{number:03}.md"));
    let seen = corpus::open_watched(&[desk.sources()], &keep, &watch).expect("opens").seen;
    desk.write(3, &story(3).replace("November", "the first week of December"));
    fs::remove_file(file(5)).expect("is there");
    let seen = seen.again(&[file(3), file(5)]).expect("both are known");
    let opened = corpus::open_seen(&[desk.sources()], seen, &keep, &watch).expect("opens");
    same(opened.corpus.as_ref(), desk.open(&Keep::Nowhere).as_ref());
    // What is new stands where a walk would have it.
    desk.write(20, &story(20));
    fs::create_dir(desk.sources().join("003")).expect("is made");
    fs::write(desk.sources().join("003/new.md"), story(21)).expect("written");
    let seen = opened.seen.again(&[file(20), desk.sources().join("003")]).expect("each is looked at by itself");
    let opened = corpus::open_seen(&[desk.sources()], seen, &keep, &watch).expect("opens");
    same(opened.corpus.as_ref(), desk.open(&Keep::Nowhere).as_ref());
    // What decides which files are sources takes a look at all.
    fs::write(desk.sources().join(".ignore"), "007.md\n").expect("written");
    for other in [desk.sources().join(".ignore"), desk.sources()] {
        assert!(opened.seen.again(&[file(3), other]).is_none());
    }
    assert!(opened.seen.again(&[file(7)]).is_some());
}
