//! PDF: the text of its pages, as far as the file has any.

use rustc_hash::FxHashSet;

use super::text;
use crate::formats::{Document, Fields, Locus};

/// Reads the text of each page. To be called where a crash or a flood of output harms nobody.
///
/// # Errors
/// When the file is damaged, locked or larger than the library bears; in words for a message.
#[cfg(feature = "pdf")]
pub fn pages(file: &[u8]) -> Result<Vec<String>, String> {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    // The library panics at what it does not expect.
    match catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem_by_pages(file))) {
        Ok(Ok(pages)) => Ok(pages),
        Ok(Err(error)) => Err(format!("cannot be read as PDF ({error})")),
        Err(_) => Err("is damaged, or a kind of PDF that cannot be read".to_owned()),
    }
}

/// A document of the text of pages.
pub(super) fn document(pages: &[String]) -> Document {
    let whole: FxHashSet<&str> = pages.iter().flat_map(|page| page.split(|c: char| !is_inner(c))).collect();
    let mut out = String::new();
    let mut starts = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        starts.push((out.len(), Locus::Page(number as u32 + 1)));
        unbroken(page.trim(), &whole, &mut out);
    }
    let mut document = text(out, &Fields::default());
    // What stands between two pages may be left out of the prose.
    document.loci = starts.into_iter().map(|(at, page)| (document.prose.from_text(at), page)).collect();
    document
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

/// Appends a page whose words are whole again: a hyphen at the end of a line goes, unless the word is written so.
fn unbroken(page: &str, whole: &FxHashSet<&str>, out: &mut String) {
    let mut rest = page;
    while let Some(at) = rest.find("-\n") {
        let (line, next) = (&rest[..at], rest[at + 2..].trim_start_matches(' '));
        let first = line.rsplit(|c: char| !is_inner(c)).next().unwrap_or("");
        let second = next.split(|c: char| !is_inner(c)).next().unwrap_or("");
        let broken = first.ends_with(char::is_alphabetic) && second.starts_with(char::is_lowercase);
        out.push_str(line);
        if !broken || whole.contains(format!("{first}-{second}").as_str()) {
            out.push('-');
        }
        if !broken {
            out.push('\n');
        }
        rest = next;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_and_stand_on_a_page() {
        let pages = [
            "Ana Lind, a well-known cap-\ntain, is well-\nknown.\n".to_owned(),
            "“We stay –\nall of us,” she said.".to_owned(),
        ];
        let document = document(&pages);
        assert_eq!(
            &*document.text,
            "Ana Lind, a well-known captain, is well-known.\n\n“We stay –\nall of us,” she said."
        );
        let at = document.prose.text().find("stay").expect("is there");
        assert_eq!((document.locus_at(0), document.locus_at(at)), (Some(Locus::Page(1)), Some(Locus::Page(2))));
    }

    #[test]
    #[cfg(feature = "pdf")]
    fn what_is_no_pdf_says_so() {
        for file in
            ["", "%PDF-1.7", "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer << /Root 1 0 R >>"]
        {
            assert!(
                pages(file.as_bytes()).is_err()
                    || pages(file.as_bytes()).is_ok_and(|pages| pages.concat().trim().is_empty())
            );
        }
    }
}
