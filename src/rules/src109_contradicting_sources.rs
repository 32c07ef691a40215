//! `SRC109`: two sources with two wordings.

use super::sources::{self, Place, Shelf, SourceRule};
use super::{Finding, differences};
use crate::corpus::CorpusError;

declare_rule! {
    /// Two independent sources have somebody say the same thing in different words.
    ///
    /// ## What it flags
    ///
    /// A quotation of a source that another source of the same days gives the same speaker otherwise.
    /// `onrecord check --corpus-only` tells it once for each two, at the later one in the corpus.
    ///
    /// ## Why it matters
    ///
    /// One of them is wrong, or two people translated. A draft that quotes either is told to be `disputed`.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- source a-courier.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter for every ship,” Mara Teller told the council.
    /// //- source b-lamp.txt outlet="Evening Lamp" date=2031-05-03
    /// Mara Teller spoke at length. “The harbour will remain open all winter for every ship,” she said.
    /// //- found
    /// b-lamp.txt:6:48: info SRC109 contradicting-sources: a-courier.txt words it differently: “remain” here, “stay” there
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Look for the record itself: a recording, a transcript, a release.
    ///
    /// ## Limits
    ///
    /// Only quotations of six words or more, of speakers with a name, in sources that bear a day are compared.
    ContradictingSources { code: "SRC109", name: "contradicting-sources", severity: Info }
}

impl SourceRule for ContradictingSources {
    fn all(&self, shelf: &Shelf<'_>, found: &mut Vec<(Place, Finding)>) -> Result<(), CorpusError> {
        for contradiction in shelf.contradictions {
            let article = shelf.corpus.article(contradiction.article)?;
            let document = &article.reading.document;
            let quotation = &article.reading.quotations[contradiction.quotation];
            let other = &contradiction.other;
            let differing = differences::of(other).map(|op| {
                let words = |text: &str| if text.is_empty() { "nothing".to_owned() } else { differences::cited(text) };
                let (here, there) = (op.draft.of(document.prose.text()), differences::source_words(other, op));
                format!("{} here, {} there", words(here), words(there))
            });
            let differing: Vec<String> = differing.take(SPELLED_OUT).collect();
            let told = if differing.is_empty() {
                differences::cited(other.span.of(other.article.reading.document.prose.text()))
            } else {
                differing.join("; ")
            };
            let message = format!("{} words it differently: {told}", other.article.path);
            let mut finding = sources::finding(&Self::META, &article, quotation.span, message);
            let place = |span| document.prose.to_text(span);
            finding.words = differences::places(other).into_iter().map(place).collect();
            finding.speaker = article.reading.speaker_of(quotation).map(|speaker| speaker.name.clone());
            finding.evidence = vec![other.clone()];
            finding.about = Some(contradiction.quotation);
            found.push((Place::Article(contradiction.article), finding));
        }
        Ok(())
    }
}

/// Differences that a message spells out.
const SPELLED_OUT: usize = 3;
