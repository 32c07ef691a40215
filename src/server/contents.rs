//! Sources that are no text as they lie on disk, as texts that an editor asks for by address: a line of a `.jsonl`, what is
//! in an archive, what an office document says.
//!
//! The address is `onrecord-source:/NAME.txt?NUMBER:PATH` with the source's whole place behind its number, which holds only
//! as long as the corpus stays as it is. Nothing stands behind a `#`: there, a link names words of the text. The text is
//! what a reader sees of the source, and is never written to.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types::{Position, Range, Url};

use super::announced::Announced;
use crate::corpus::{Article, ArticleId, Corpus};
use crate::ide::links;
use crate::text::Span;
use crate::text::lines::Lines;

/// What the addresses begin with.
pub const SCHEME: &str = "onrecord-source";
/// So many sources of like names are looked through for one that has another number by now.
const LIKE: usize = 2_000;

/// `workspace/textDocumentContent`
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Which.
    pub uri: Url,
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct Content {
    /// All of it.
    pub text: String,
}

/// Whether a source is opened as a text of its own rather than as its file.
pub fn is_one(article: &Article, announced: &Announced) -> bool {
    announced.contents && (article.file().1.is_some() || !article.reading.document.editable)
}

/// The address of a source.
pub fn address(article: &Article) -> Option<Url> {
    let mut url = Url::parse(&format!("{SCHEME}:/source.txt")).ok()?;
    let name = article.name().replace(['/', '\\'], " ");
    url.set_path(&format!("/{name}.txt"));
    url.set_query(Some(&format!("{}:{}", article.id.0, links::step_encoded(&article.path))));
    Some(url)
}

/// The address of words of a source's prose in the text that is shown of it.
pub fn place(article: &Article, words: Span) -> Option<String> {
    let shown = shown(article, article.reading.document.prose.to_text(words));
    let mut url = address(article)?;
    url.set_fragment(Some(&links::place(&Lines::new(text(article)), text(article), shown)));
    Some(url.into())
}

/// The text of a source.
pub fn text(article: &Article) -> &str {
    article.reading.document.prose.text()
}

/// Where words of the source's own text stand in what is shown of it.
pub fn range(article: &Article, lines: &Lines, words: Span, announced: &Announced) -> Range {
    let shown = shown(article, words);
    let place = |at| {
        let (line, column) = lines.position(text(article), at, announced.unit);
        Position::new(line as u32, column as u32)
    };
    Range::new(place(shown.start), place(shown.end))
}

/// The same in bytes.
fn shown(article: &Article, words: Span) -> Span {
    let document = &article.reading.document;
    let prose = &document.prose;
    let start = prose.from_text(words.start);
    // Behind the last letter, not in front of the next one: markup may stand between the two.
    let last = document.text[..words.end].chars().next_back().map_or(0, char::len_utf8);
    let end = if words.is_empty() { start } else { prose.from_text(words.end - last) + last };
    Span { start, end: prose.text().floor_char_boundary(end.max(start)) }
}

/// The source at an address; `None` if none of the corpora has it any more.
pub fn find(corpora: &[Arc<dyn Corpus>], uri: &Url) -> Option<Arc<Article>> {
    if uri.scheme() != SCHEME {
        return None;
    }
    // An editor may write the sign between them in its own way, too.
    let query = decoded(uri.query()?);
    let (number, path) = query.split_once(':')?;
    let number = number.parse().ok().map(ArticleId);
    let is_it = |article: &Arc<Article>| article.path == path;
    let by_number = |corpus: &Arc<dyn Corpus>| corpus.article(number?).ok().filter(is_it);
    let by_name = |corpus: &Arc<dyn Corpus>| {
        let name = path.rsplit(['#', '/', '\\']).next()?;
        corpus.titled(name, LIKE).ok()?.into_iter().find(is_it)
    };
    corpora.iter().find_map(by_number).or_else(|| corpora.iter().find_map(by_name))
}

/// Percent-encoded bytes as text.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::memory::MemoryCorpus;
    use crate::formats;

    #[test]
    fn an_address_leads_back_whatever_the_path_holds() {
        let paths = ["/desk/wire.jsonl#a 7/%41?x#y", "/desk/ä b.zip#notes/minutes.md", "C:\\desk\\a.docx"];
        let documents = paths.iter().map(|path| ((*path).to_owned(), formats::read_text("a.txt", *path))).collect();
        let corpus: Arc<dyn Corpus> = Arc::new(MemoryCorpus::new(documents, Vec::new()));
        for (number, path) in paths.iter().enumerate() {
            let article = corpus.article(ArticleId(number as u32)).expect("is there");
            let address = address(&article).expect("has one");
            let found = find(std::slice::from_ref(&corpus), &address).expect("is found");
            assert_eq!((found.path.as_str(), text(&found)), (*path, *path), "{address}");
            // Another number, as after a change; and an editor that writes addresses its own way.
            let moved = address.as_str().replace(&format!("?{number}:"), "?77:");
            let moved = Url::parse(&moved.replace(':', "%3A").replacen("%3A", ":", 1)).expect("is an address");
            assert_eq!(find(std::slice::from_ref(&corpus), &moved).expect("is found").path, *path, "{moved}");
        }
        let gone = Url::parse("onrecord-source:/a.txt?0:/desk/other.jsonl").expect("is an address");
        assert!(find(std::slice::from_ref(&corpus), &gone).is_none());
    }
}
