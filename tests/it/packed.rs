//! Files that pack their words: what is read in each, and what hostile ones can do.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::time::Instant;

use onrecord::formats::packed::{self, Sources};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::formats::{holds, outline};

/// Everything that a file holds, as text.
fn listing(sources: &Sources) -> String {
    let mut out = String::new();
    for problem in &sources.problems {
        let _ = writeln!(out, "problem: {problem}");
    }
    for held in &sources.held {
        holds(&held.document);
        let _ = writeln!(out, "# {}", held.record.as_deref().unwrap_or("(the file)"));
        out.push_str(&outline(&held.document));
    }
    out
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, words) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("begins");
        writer.write_all(words.as_bytes()).expect("is written");
    }
    writer.finish().expect("ends").into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).expect("is written");
    writer.finish().expect("ends")
}

fn unpack(name: &str, bytes: &[u8]) -> Option<Sources> {
    packed::unpack(name, bytes, &|_| Ok(vec!["“We stay,” Ana Lind said.".to_owned()]))
}

fn read(name: &str, bytes: &[u8]) -> String {
    listing(&unpack(name, bytes).expect("is of a kind that is known"))
}

#[test]
fn fixtures_are_unpacked_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packed");
    let files = std::fs::read_dir(folder).expect("the fixtures are there");
    let mut files: Vec<_> = files.map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    assert!(files.len() >= 7);
    for path in files {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("readable");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let stem = name.replace('.', "-");
        settings.bind(|| insta::assert_snapshot!(format!("packed-{stem}"), read(&name, &bytes)));
    }
}

#[test]
fn a_word_document_reads_with_its_changes_taken() {
    let body = r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
        <w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Ferries back on Sundays</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">“We </w:t></w:r><w:del><w:r><w:delText>hardly </w:delText></w:r></w:del><w:ins><w:r><w:t xml:space="preserve">never </w:t></w:r></w:ins>
        <w:r><w:t>wanted to stop them,” Ana Lind said.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>"#;
    let notes = r#"<w:footnotes xmlns:w="w"><w:footnote><w:p><w:r><w:t>Told to the council on May 2.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let core = r#"<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Ferries</dc:title><dc:creator>Jo Doe</dc:creator><dcterms:modified>2025-05-03T08:00:00Z</dcterms:modified></cp:coreProperties>"#;
    let file = zipped(&[("word/document.xml", body), ("word/footnotes.xml", notes), ("docProps/core.xml", core)]);
    assert_eq!(
        read("notes.docx", &file),
        "# (the file)\n\
         story 1 article Current title=\"Ferries\" byline=\"Jo Doe\" date=\"2025-05-03\"\n\
         Heading Ferries back on Sundays\n\
         Paragraph “We never wanted to stop them,” Ana Lind said.\n\
         Paragraph Told to the council on May 2.\n"
    );
    // The same for a draft that is named: it is read, and cannot be written back.
    let document = onrecord::formats::read("notes.docx", &file);
    assert!(document.text.contains("We never wanted") && !document.editable);
}

#[test]
fn a_word_document_is_a_draft_if_it_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let body = "<w:document><w:p><w:t>“We never wanted to stop them,” Ana Lind said.</w:t></w:p></w:document>";
    let put = |name: &str, files: &[(&str, &str)]| {
        std::fs::write(folder.path().join(name), zipped(files)).expect("is written");
    };
    put("draft.docx", &[("word/document.xml", body)]);
    put("drafts.zip", &[("a.txt", "“Yes,” Ana Lind said."), ("b.txt", "“No,” Ana Lind said.")]);
    let quotes = |name: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.current_dir(folder.path()).args(["quotes", name]).output().expect("runs")
    };
    let listed = quotes("draft.docx");
    assert!(String::from_utf8_lossy(&listed.stdout).contains("We never wanted to stop them,"), "{listed:?}");
    let refused = quotes("drafts.zip");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is a ZIP archive"), "{refused:?}");
}

#[test]
fn an_answer_and_what_it_answers_are_two_peoples() {
    let mail = "From: Rita Orre <orre@town.example>\nSubject: Re: pool\nDate: Fri, 2 May 2031 08:12:44 +0200\nContent-Type: text/plain; charset=utf-8\n\n\
                Dear Ana,\n\nThe pool will stay closed until the roof is safe.\n\nRita\n\n\
                On Thu, May 1, 2031 at 9:00 AM Ana Lind <lind@coast.example> wrote:\n> I hear that the builder has left.\n> Is that right?\n";
    assert_eq!(
        read("answer.eml", mail.as_bytes()),
        "# (the file)\n\
         story 1 post Current title=\"Re: pool\" byline=\"Rita Orre\" date=\"2031-05-02\"\n\
         Turn [Rita Orre, goes on] Dear Ana,\n\
         Turn [Rita Orre, goes on] The pool will stay closed until the roof is safe.\n\
         Turn [Rita Orre, goes on] Rita\n\
         Paragraph On Thu, May 1, 2031 at 9:00 AM Ana Lind <lind@coast.example> wrote:\n\
         Turn [Ana Lind, goes on] I hear that the builder has left.\n\
         Turn [Ana Lind, goes on] Is that right?\n"
    );
    let release = mail.replace("The pool", "“The pool").replace("safe.", "safe,” the mayor said.");
    assert!(!read("release.eml", release.as_bytes()).contains("[Rita Orre"));
}

#[test]
fn an_answer_that_is_a_page_says_whose_words_it_quotes() {
    let mail = "From: Rita Orre <orre@town.example>\nSubject: Re: pool\nDate: Fri, 2 May 2031 08:12:44 +0200\nContent-Type: text/html; charset=utf-8\n\n\
                <div>The pool will stay closed until the roof is safe.</div>\
                <div>On Wed, Apr 30, 2031 at 9:00 AM Ana Lind &lt;<a href=\"mailto:lind@coast.example\">lind@coast.example</a>&gt; wrote:<br></div>\
                <blockquote><div>I hear that the builder has left.</div><div>Is that right?</div></blockquote>\n";
    let answer = "# (the file)\n\
         story 1 post Current title=\"Re: pool\" byline=\"Rita Orre\" date=\"2031-05-02\"\n\
         Turn [Rita Orre, goes on] The pool will stay closed until the roof is safe.\n";
    let quoted = "Turn [Ana Lind, goes on] I hear that the builder has left.\n\
         Turn [Ana Lind, goes on] Is that right?\n";
    let line = "Credit On Wed, Apr 30, 2031 at 9:00 AM Ana Lind <lind@coast.example> wrote:\n";
    assert_eq!(read("answer.eml", mail.as_bytes()), format!("{answer}{line}{quoted}"));
    let (head, rest) = mail.split_once("<div>On").expect("is there");
    let words = rest.split_once("<blockquote>").expect("is there").1.replace("</blockquote>", "");
    let outlook = format!(
        "{head}<hr><p><b>From:</b> Ana Lind &lt;lind@coast.example&gt;<br><b>Sent:</b> Wednesday, April 30, 2031<br>\
         <b>To:</b> Rita Orre<br><b>Subject:</b> pool</p>{words}"
    );
    let line =
        "Credit From: Ana Lind <lind@coast.example>⏎Sent: Wednesday, April 30, 2031⏎To: Rita Orre⏎Subject: pool\n";
    assert_eq!(read("answer.eml", outlook.as_bytes()), format!("{answer}{line}{quoted}"));
    let release = mail.replace("The pool", "“The pool").replace("safe.", "safe,” the mayor said.");
    assert!(!read("release.eml", release.as_bytes()).contains("[Rita Orre"));
    let office = mail.replace("Rita Orre", "Town of Vellin");
    assert!(read("office.eml", office.as_bytes()).contains("\nParagraph The pool"));
}

#[test]
fn an_open_document_leaves_comments_out() {
    let content = r#"<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text>
        <text:tracked-changes><text:p>We hardly ever</text:p></text:tracked-changes>
        <text:h>Ferries back</text:h><text:p>“We never<text:s text:c="2"/>wanted<office:annotation><text:p>Sure?</text:p></office:annotation> to,” Ana Lind said.<text:note><text:note-body><text:p>On May 2.</text:p></text:note-body></text:note></text:p>
        </office:text></office:body></office:document-content>"#;
    assert_eq!(
        read("notes.odt", &zipped(&[("content.xml", content)])),
        "# (the file)\n\
         story 1 article Current title=\"Ferries back\"\n\
         Heading Ferries back\n\
         Paragraph “We never  wanted to,” Ana Lind said.\n\
         Paragraph On May 2.\n"
    );
}

#[test]
fn a_book_is_its_chapters() {
    let files = [
        (
            "META-INF/container.xml",
            r#"<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"#,
        ),
        (
            "OEBPS/book.opf",
            r#"<package xmlns:dc="d"><metadata><dc:title>My harbour</dc:title><dc:creator>Ana Lind</dc:creator><dc:language>en</dc:language></metadata><manifest><item id="b" href="two.xhtml"/><item id="a" href="one.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>"#,
        ),
        ("OEBPS/one.xhtml", "<html><body><p>I came as a child.</p></body></html>"),
        ("OEBPS/two.xhtml", "<html><body><p>Peter Orre told me: “Stay.”</p></body></html>"),
    ];
    let listing = read("book.epub", &zipped(&files));
    let records: Vec<&str> = listing.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(records, ["# OEBPS/one.xhtml", "# OEBPS/two.xhtml"], "{listing}");
    assert!(listing.contains("outlet=\"My harbour\" byline=\"Ana Lind\""), "{listing}");
}

#[test]
fn archives_hold_files_of_every_kind() {
    let rows = "{\"id\": \"a1\", \"text\": \"“It holds,” Peter Orre said.\", \"date\": \"2025-05-04\"}\n";
    let inner = zipped(&[("deep/story.html", "<p>“Yes,” Ana Lind said.</p>")]);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("a.md", "“No,” Ana Lind said.".as_bytes()),
        ("__MACOSX/._a.md", b"\0\0\0"),
        ("inner.zip", &inner),
        ("rows.jsonl.gz", &gzipped(rows.as_bytes())),
        ("minutes.pdf", b"%PDF-1.7"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0"),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).expect("begins");
        writer.write_all(bytes).expect("is written");
    }
    let listing = read("box.zip", &writer.finish().expect("ends").into_inner());
    assert_eq!(
        listing.lines().filter(|line| line.starts_with(['#', 'p'])).collect::<Vec<_>>(),
        [
            "problem: left out in it: files that are no text (1 .png)",
            "# a.md",
            "# inner.zip/deep/story.html",
            "# rows.jsonl.gz/a1",
            "# minutes.pdf"
        ],
        "{listing}"
    );
    assert!(read("rows.jsonl.gz", &gzipped(rows.as_bytes())).starts_with("# a1\n"));
    assert!(read("story.html.gz", &gzipped(b"<p>Yes.</p>")).starts_with("# (the file)\n"));
}

#[test]
fn a_crawl_is_its_pages() {
    let page = "<html><head><title>Bridge opens</title></head><body><article><p>“It holds,” Peter Orre said.</p></article></body></html>";
    let http = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{page}\r\n0\r\n\r\n",
        page.len()
    );
    let response = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/bridge\r\nWARC-Date: 2025-05-06T00:00:00Z\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let info = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nnone\r\n\r\n";
    let crawl = format!("{info}{response}");
    let listing = read("crawl.warc", crawl.as_bytes());
    assert!(
        listing.starts_with("# https://courier.example/bridge\nstory 1 article Current title=\"Bridge opens\""),
        "{listing}"
    );
    assert!(listing.contains("Paragraph “It holds,” Peter Orre said."), "{listing}");
    assert_eq!(read("crawl.warc.gz", &gzipped(crawl.as_bytes())), listing);
    let cut = &crawl.as_bytes()[..crawl.len() - 40];
    assert_eq!(read("crawl.warc", cut), "problem: the crawl: ends in the middle of a page\n");
}

#[test]
fn what_is_made_to_hurt_gets_one_line() {
    let start = Instant::now();
    let zeros = " ".repeat(70 << 20);
    let bomb = zipped(&[("bomb.txt", &zeros), ("fine.txt", "“Yes,” Ana Lind said.")]);
    assert!(bomb.len() < 1 << 20);
    let listing = read("bomb.zip", &bomb);
    assert!(listing.starts_with("problem: bomb.txt: unpacks to more than 64 MB\n# fine.txt\n"), "{listing}");

    // Each short enough, and too much of them for so short an archive.
    let zeros = " ".repeat(60 << 20);
    let listing = read("bombs.zip", &zipped(&[("a.txt", &zeros), ("b.txt", &zeros), ("c.txt", &zeros)]));
    assert!(listing.starts_with("problem: c.txt: unpacks to more than 128 MB\n"), "{listing}");

    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffe\r\n<p>Yes.\r\n";
    let crawl = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    );
    assert!(read("crawl.warc", crawl.as_bytes()).contains("Paragraph Yes."));

    let mut deep = zipped(&[("a.txt", "Deep.")]);
    for _ in 0..8 {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("in.zip", SimpleFileOptions::default()).expect("begins");
        writer.write_all(&deep).expect("is written");
        deep = writer.finish().expect("ends").into_inner();
    }
    assert_eq!(read("deep.zip", &deep), "problem: in.zip/in.zip/in.zip/in.zip: lies too deep in other files\n");

    let laughs = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><rss><item><title>&c;</title><description>Ha &c; ha.</description></item></rss>";
    let listing = read("laughs.rss", laughs.as_bytes());
    assert!(listing.len() < 400 && listing.contains("Ha ha."), "{listing}");

    let nested = format!("<rss>{}", "<item><title>".repeat(100_000));
    assert!(read("nested.rss", nested.as_bytes()).len() < 400);
    let text = zipped(&[("word/document.xml", "<w:document><w:p><w:t>Cut")]);
    for cut in (0..text.len()).step_by(7) {
        let _ = unpack("cut.docx", &text[..cut]);
    }
    let _ = read("open.rtf.zip", &zipped(&[("open.rtf", &"{\\rtf1".repeat(100_000))]));
    assert!(start.elapsed().as_secs() < 120);
}

/// A PDF file with a line of text on each page, as the format's own manual writes one by hand.
#[cfg(feature = "pdf")]
fn paged(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|nth| format!("{} 0 R", 4 + 2 * nth)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (nth, words) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * nth
        ));
        let drawn = format!("BT /F1 12 Tf 72 700 Td ({words}) Tj ET");
        objects.push(format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (nth, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", nth + 1);
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", places.len() + 1);
    file.into_bytes()
}

#[test]
#[cfg(feature = "pdf")]
fn a_pdf_is_found_by_its_page_and_a_broken_one_harms_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("is written");
    let minutes =
        paged(&["Minutes of the harbour council of May 2.", "\"We never wanted to stop the ferries,\" Ana Lind said."]);
    put("minutes.pdf", &minutes);
    put("cut.pdf", &minutes[..300]);
    put("empty.pdf", &paged(&[""]));
    put("in.zip", &{
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("plan.pdf", SimpleFileOptions::default()).expect("begins");
        let plan = paged(&["\"We shall build a longer pier,\" Peter Orre said."]);
        writer.write_all(&plan).expect("is written");
        writer.finish().expect("ends").into_inner()
    });
    // The program may go by any name. A copy could not be run while another test's process still has it open.
    let built = std::path::Path::new(env!("CARGO_BIN_EXE_onrecord"));
    let desk = tempfile::tempdir_in(built.parent().expect("lies in a folder")).expect("a folder");
    let program = desk.path().join("checker");
    std::fs::hard_link(built, &program).expect("is linked");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(&program);
        let output = command.args(arguments).arg("--corpus").arg(folder.path()).output().expect("it runs");
        (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (found, told) = run(&["find", "never wanted to stop the ferries"]);
    assert!(found.contains("minutes.pdf, page 2: Ana Lind"), "{found}{told}");
    assert!(told.contains("empty.pdf: holds pictures of pages and no text"), "{told}");
    assert!(told.contains("cut.pdf: "), "{told}");
    let (found, _) = run(&["find", "We shall build a longer pier"]);
    assert!(found.contains("in.zip#plan.pdf, page 1: Peter Orre"), "{found}");
    let (found, _) = run(&["find", "never wanted to stop the ferries", "--format", "jsonl"]);
    assert!(found.contains("\"page\":2"), "{found}");
}

#[test]
fn text_is_left_to_others() {
    assert!(unpack("draft.md", b"**Yes**").is_none());
    assert!(unpack("list.jsonl", b"{}").is_none());
    assert_eq!(
        read("settings.json", b"{\"a\": 1}"),
        "problem: the file: holds no article, feed or transcript that can be read\n"
    );
}
