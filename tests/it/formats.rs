//! Every format: fixtures as people save them, and what holds for any input.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use onrecord::formats::{self, Document, Metadata};
use proptest::prelude::*;

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let folders = std::fs::read_dir(root).expect("the fixtures are there").map(|entry| entry.expect("readable").path());
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).expect("a folder a format"));
    let mut files: Vec<PathBuf> = files.map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    files
}

/// A document as text: what it says of itself, then a line a block.
pub(crate) fn outline(document: &Document) -> String {
    let mut out = String::new();
    for (nth, story) in document.stories.iter().enumerate() {
        let _ = writeln!(out, "story {} {}", nth + 1, fields(&story.meta));
    }
    for problem in &document.problems {
        let _ = writeln!(out, "problem {}", problem.message);
    }
    for block in &document.blocks {
        let voice = match &block.voice {
            Some(voice) => format!(" [{}{}]", voice.name, if voice.span.is_none() { ", goes on" } else { "" }),
            None => String::new(),
        };
        let _ = writeln!(out, "{:?}{voice} {}", block.kind, block.span.of(document.prose.text()).replace('\n', "⏎"));
    }
    out
}

fn fields(meta: &Metadata) -> String {
    let mut out = format!("{} {:?}", meta.kind.as_str(), meta.status);
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(out, " {name}={value:?}");
        }
    };
    say("title", meta.title.clone());
    say("outlet", meta.outlet.clone());
    say("byline", (!meta.byline.is_empty()).then(|| meta.byline.join("; ")));
    say("date", meta.date.map(|date| date.to_string()));
    say("dateline", meta.dateline.clone());
    say("url", meta.url.clone());
    say("lang", meta.lang.clone());
    out
}

/// What the rest of the program relies on, whatever the format and the input.
pub(crate) fn holds(document: &Document) {
    let prose = document.prose.text();
    let mut last = 0;
    for block in &document.blocks {
        assert!(block.span.start >= last && block.span.start < block.span.end, "blocks ascend: {block:?}");
        last = block.span.end;
        let words = prose.get(block.span.range()).expect("blocks lie on letters");
        assert_eq!(words, words.trim(), "a block has no space around it");
        let source = document.prose.to_text(block.span);
        assert!(document.text.get(source.range()).is_some(), "places in the text lie on letters");
        if let Some(span) = block.voice.as_ref().and_then(|voice| voice.span) {
            assert!(block.span.covers(span) && prose.get(span.range()).is_some());
        }
        // Words without markup among them stand in the text as in the prose.
        for (at, word) in words_of(words) {
            let span = onrecord::text::Span::new(block.span.start + at, block.span.start + at + word.len());
            let found = document.prose.to_text(span).of(&document.text);
            // A `<q>` that nothing ends is closed all the same: with a mark that stands nowhere in the text.
            let word = word.trim_end_matches(['”', '’']);
            assert!(
                found.trim_end_matches(['”', '’']) == word
                    || found.contains(['&', '\\', '*', '_', '`', '<', '[', '\0', '~', '|', '\r', ']', '>']),
                "{word:?} is {found:?}"
            );
        }
    }
    let mut last = 0;
    for story in &document.stories {
        assert!(story.span.start >= last && story.span.end <= prose.len(), "stories ascend");
        last = story.span.end;
    }
    assert_eq!(document.stories.is_empty(), document.blocks.is_empty());
    assert_eq!(
        document.stories.first().map_or(&Metadata::default(), |story| &story.meta).title,
        document.meta.title.clone().filter(|_| !document.stories.is_empty())
    );
}

fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[test]
fn fixtures_read_as_recorded() {
    let files = fixtures();
    assert!(files.len() >= 8);
    for path in files {
        let bytes = std::fs::read(&path).expect("readable");
        let document = formats::read(&path.to_string_lossy(), &bytes);
        holds(&document);
        let folder = path.parent().and_then(Path::file_name).expect("in a folder").to_string_lossy().into_owned();
        let stem = path.file_name().expect("a file").to_string_lossy().replace('.', "-");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(format!("formats-{folder}-{stem}"), outline(&document)));
    }
}

#[test]
fn every_format_claims_its_fixtures() {
    for path in fixtures() {
        let bytes = std::fs::read(&path).expect("readable");
        let head = String::from_utf8_lossy(&bytes);
        let name = path.to_string_lossy().into_owned();
        let format =
            formats::FORMATS.into_iter().find(|format| format.claims(&name, &head)).expect("the last takes all");
        assert!(path.parent().is_some_and(|folder| folder.ends_with(format.id())), "{name} is read as {}", format.id());
    }
}

#[test]
fn line_ends_make_no_difference() {
    for path in fixtures().into_iter().filter(|path| path.extension().is_some_and(|extension| extension != "srt")) {
        let text = std::fs::read_to_string(&path).expect("readable");
        let name = path.to_string_lossy();
        let kinds = |text: String| {
            let document = formats::read(&name, text.as_bytes());
            holds(&document);
            document
                .blocks
                .iter()
                .map(|block| {
                    (block.kind, block.span.of(document.prose.text()).replace(['\r', '\n'], " ").replace("  ", " "))
                })
                .collect::<Vec<_>>()
        };
        let (unix, dos, mac) =
            (kinds(text.clone()), kinds(text.replace('\n', "\r\n")), kinds(text.replace('\n', "\r")));
        assert_eq!(unix, dos, "{name}");
        assert_eq!(unix, mac, "{name}");
    }
}

#[test]
fn places_lead_back_to_the_file_in_any_encoding() {
    let text = "Bridge\n\n“Näher”, said Ana Lind — twice.\n";
    let wide = |bytes: fn(u16) -> [u8; 2]| {
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
    };
    for bytes in [
        text.as_bytes().to_vec(),
        format!("\u{FEFF}{text}").into_bytes(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
    ] {
        let document = formats::read("a.md", &bytes);
        assert_eq!(&*document.text, text);
        let at = document.prose.text().find("Näher").expect("is there");
        let place = document.prose.to_text(onrecord::text::Span::new(at, at + "Näher".len()));
        let disk = &bytes[document.disk.to_disk(place.start)..document.disk.to_disk(place.end)];
        assert!(disk == "Näher".as_bytes() || disk.len() == 10 && disk.contains(&0xE4));
    }
}

#[test]
fn a_binary_file_says_so() {
    let document = formats::read("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    assert_eq!(document.problems.len(), 1);
    assert_eq!(document.problems[0].message, "looks like a binary file");
    assert!(document.text.is_empty() && !document.editable);
}

#[test]
fn hostile_input_takes_no_longer() {
    let inputs: [(&str, String); 10] = [
        ("a.html", "<div>".repeat(200_000)),
        ("a.html", "<blockquote>".repeat(50_000) + &"</p>".repeat(50_000) + &"</blockquote>".repeat(50_000)),
        ("a.html", "<article><p>a".repeat(50_000)),
        ("a.html", "&".repeat(500_000)),
        ("a.md", ">".repeat(500_000)),
        ("a.md", "[".repeat(200_000)),
        ("a.md", "*a **b _c ".repeat(50_000)),
        ("a.txt", "word “no” ".repeat(1_000_000)),
        ("a.txt", "A: b\n".repeat(200_000)),
        ("a.vtt", format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{}", "<v ".repeat(200_000))),
    ];
    for (name, text) in inputs {
        let start = std::time::Instant::now();
        let document = formats::read(name, text.as_bytes());
        assert!(start.elapsed().as_secs() < 20, "{name} {}", &text[..20]);
        assert_eq!(document.text.len(), text.len());
    }
}

const NAMES: [&str; 5] = ["a.txt", "a.md", "a.html", "a.vtt", "a.srt"];

proptest! {
    #[test]
    fn any_bytes_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for name in NAMES {
            holds(&formats::read(name, &bytes));
        }
    }

    #[test]
    fn any_mix_of_what_formats_know_can_be_read(pieces in proptest::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        for name in NAMES {
            holds(&formats::read(name, text.as_bytes()));
        }
    }
}

/// Stretches that mean something to one format or another.
const PIECES: &[&str] = &[
    "word ",
    "Ana Lind ",
    "“We will”, ",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<q>",
    "</q>",
    "<br>",
    "<li>",
    "<article>",
    "</article>",
    "<aside>",
    "<script>",
    "</script>",
    "<title>",
    "<!--",
    "-->",
    "&amp;",
    "&",
    "&#8220;",
    "&eacute",
    "<v Ana>",
    "<",
    "**",
    "*",
    "> ",
    "- ",
    "# ",
    "`",
    "```\n",
    "[a](b)",
    "\\",
    "---\n",
    "title: x\n",
    "+++\n",
    "| a | b |\n|---|---|\n",
    "~~",
    "00:01.000 --> 00:02.000\n",
    "WEBVTT\n\n",
    "MAYOR LIND: ",
    "Q: ",
    "A: ",
    ">> ",
    "By Jo Doe\n",
    "May 3, 2025\n",
    "© 2025\n",
    "Read more\n",
    "VELLIN (NPA) — ",
    "(Jo Doe / Post)\n",
    "Correction: ",
    "é",
    "𝄞",
    "\u{a0}",
    "\u{FEFF}",
    "\0",
];
