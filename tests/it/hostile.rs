//! Input that nobody writes takes no longer than as much of any other: nothing grows with its square.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What is repeated, and as a file of which name.
const INPUTS: &[(&str, &str)] = &[
    ("a.txt", "“"),
    ("a.txt", "“‘"),
    ("a.txt", " \"a"),
    ("a.txt", "„a "),
    ("a.txt", "`` "),
    ("a.txt", "5'2\" "),
    ("a.txt", "‘the workers’ a "),
    ("a.txt", "“We go.\n\n"),
    ("a.txt", "‘We go.\n\n"),
    ("a.txt", "“We go,” Ana Lind said.\n\n"),
    ("a.txt", "word "),
    ("a.txt", "a"),
    ("a.txt", ","),
    ("a.txt", "[("),
    ("a.txt", "A: "),
    ("a.txt", "Q: why?\n\nA: b c.\n\n"),
    ("a.txt", "[00:01:02] ANA LIND: I go.\n"),
    ("a.txt", "ANA LIND\nI go.\n\nPETER ORRE\nNo.\n\n"),
    ("a.txt", "[onrecord-ignore VER101: so] "),
    ("a.txt", "the mayor and\n\n- 2 -\n\n"),
    ("a.md", "<!-- onrecord-ignore-line VER101: so --> a "),
    ("a.md", ">"),
    ("a.md", "> we go\n\n"),
    ("a.md", "**Why do you?**\n\nI do.\n\n"),
    ("a.md", "`\"a` "),
    ("a.mdx", "{/*"),
    ("a.mdx", "{/* */} a "),
    ("a.mdx", "import a from b\n"),
    ("a.html", "<q>"),
    ("a.html", "<q>a "),
    ("a.html", "<q>a<p>"),
    ("a.html", "<blockquote>a. <cite>b</cite></blockquote>"),
    ("a.html", "<figure><blockquote>"),
    ("a.vtt", "00:01.000 --> 00:02.000\n<v Ana Lind>We go.\n\n"),
    ("a.srt", "00:00:01,000 --> 00:00:02,000\n- We go.\n- ANA LIND: No.\n\n"),
    ("a.srt", "00:00:01,000 --> 00:00:02,000\nwe go\nwe go\n\n"),
    ("a.vtt", "NOTE onrecord-ignore VER101: so onrecord-ignore "),
    ("a.html", "<div><time datetime=2025-05-03>a</time>"),
];

fn time(command: &str, name: &str, text: &str) -> Duration {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args([command, "-", "--stdin-filename", name])
        .args(if command == "report" { ["--output", "-"] } else { ["--format", "jsonl"] })
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let status = child.wait().unwrap();
    assert!(
        matches!(status.code(), Some(0 | 1)),
        "{command} {name} {:?}: {status}",
        &text[..text.floor_char_boundary(30)]
    );
    start.elapsed()
}

/// Whether four times the input takes more than nine times as long.
fn grows(command: &str, name: &str, once: &str, four: &str) -> bool {
    // So little may be anything.
    const NOTHING: Duration = Duration::from_millis(500);
    let four = time(command, name, four);
    four > NOTHING && four > time(command, name, once) * 9 + NOTHING
}

/// Whether it grows so each time: the machine may have other things to do, and the best of a few counts.
fn always_grows(command: &str, name: &str, once: &str, four: &str) -> bool {
    (0..3).all(|_| grows(command, name, once, four))
}

/// Interviews whose answers are by another person each.
fn answered_by_all(count: usize) -> String {
    let turns: Vec<String> = (0..count).map(|nth| format!("Q: Will you go?\n\nLind{nth}: I will not.\n\n")).collect();
    turns.concat()
}

#[test]
fn everybody_answering_once_takes_no_square_of_the_time() {
    assert!(!always_grows("quotes", "a.txt", &answered_by_all(4_000), &answered_by_all(16_000)));
}

#[test]
fn four_times_the_input_takes_no_sixteen_times_as_long() {
    for (name, piece) in INPUTS {
        // What is no paragraph of its own makes a page of one row.
        let commands = if piece.contains('\n') { &["quotes", "check", "report"][..] } else { &["quotes", "check"] };
        let once = piece.repeat((1 << 14) / piece.len());
        let four = once.repeat(4);
        for command in commands {
            assert!(!always_grows(command, name, &once, &four), "{command} {name} {piece:?}");
        }
    }
}

/// A PDF file of one page whose words are what `stream` unpacks to.
#[cfg(feature = "pdf")]
fn pdf(filters: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} /Filter {filters} >>", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (nth, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\n", nth + 1).bytes());
        if nth == 3 {
            file.extend(b"stream\n");
            file.extend(stream);
            file.extend(b"\nendstream\n");
        }
        file.extend(b"endobj\n");
    }
    let table = file.len();
    file.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    file
}

#[cfg(feature = "pdf")]
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[cfg(feature = "pdf")]
fn pages(file: &[u8], megabytes: u32) -> std::process::Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["pdf-pages", "--memory", &megabytes.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It may have ended before it has read all.
    let _ = child.stdin.take().unwrap().write_all(file);
    child.wait_with_output().unwrap()
}

#[test]
#[cfg(all(feature = "pdf", target_os = "linux"))]
fn a_page_that_unpacks_without_end_takes_no_more_memory_than_it_may() {
    use std::os::unix::process::ExitStatusExt as _;

    const MEGABYTES: u32 = 192;
    let words = b"BT /F 12 Tf 40 300 Td (The harbour stays open.) Tj ET\n";
    let honest = pages(&pdf("/FlateDecode", &deflated(words)), MEGABYTES);
    let said = String::from_utf8_lossy(&honest.stdout).into_owned();
    assert!(honest.status.success() && said.contains("The harbour stays open."), "{said}");
    let bomb = pdf("/FlateDecode", &deflated(&vec![b' '; 400 << 20]));
    assert!(bomb.len() < 4 << 20);
    let ended = pages(&bomb, MEGABYTES);
    assert_eq!(ended.status.signal(), Some(6), "it gave itself up for want of memory: {:?}", ended.status);
}

#[test]
#[cfg(all(feature = "pdf", target_os = "linux"))]
fn the_process_that_reads_pages_is_confined_before_it_reads() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .arg("pdf-pages")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let limits = || std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap_or_default();
    let confined = |limits: String| {
        let line = limits.lines().find(|line| line.starts_with("Max address space")).map(str::to_owned);
        line.is_some_and(|line| line.split_whitespace().filter(|word| *word == "1073741824").count() == 2)
    };
    let started = Instant::now();
    while !confined(limits()) {
        assert!(started.elapsed() < Duration::from_secs(20), "{}", limits());
        std::thread::sleep(Duration::from_millis(10));
    }
    drop(child.stdin.take());
    child.wait().unwrap();
}
