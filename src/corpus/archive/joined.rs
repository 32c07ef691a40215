//! What is near and what came from an archive, as one corpus.
//!
//! Their words are searched together, so that a place's weight does not depend on where it lies; articles of the archive
//! have numbers of their own, far above those that are near; and a story that both have counts once.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::super::index::words::{Words, find_in};
use super::super::people::merged;
use super::super::syndication::Sketch;
use super::super::{About, Article, ArticleId, Corpus, CorpusError, Found, Missed, Person, Query, Remote, Roll, Said};
use super::{Archive, Manner};
use crate::speakers::Directory;
use crate::text::Span;
use crate::text::fold::{self, Token};

/// From here on articles and families of earlier sessions are numbered, and from here on those that came since.
const EARLIER: u32 = 1 << 30;
const ARRIVED: u32 = 1 << 31;
/// So many articles are remembered under their own numbers.
const REMEMBERED: usize = 2_048;
/// Words of a story that its copies are looked for by, and how many such stretches.
const STRETCH: usize = 14;
const STRETCHES: usize = 3;

/// A corpus and an archive.
struct Joined {
    near: Option<Arc<dyn Corpus>>,
    archive: Arc<Archive>,
    /// Articles of the archive as they are in this corpus.
    adopted: Mutex<FxHashMap<ArticleId, Arc<Article>>>,
}

/// What is near, if anything, together with an archive.
pub fn joined(near: Option<Arc<dyn Corpus>>, archive: Arc<Archive>) -> Arc<dyn Corpus> {
    if archive.manner == Manner::AtOnce {
        archive.count();
    }
    Arc::new(Joined { near, archive, adopted: Mutex::default() })
}

impl Joined {
    /// What came in earlier sessions, once it is open.
    fn earlier(&self) -> Option<&Arc<dyn Corpus>> {
        self.archive.earlier.get().and_then(Option::as_ref)
    }

    /// Searches what is here.
    fn here(&self, query: &Query) -> Result<Found, CorpusError> {
        let (arrived, replaced) = {
            let state = self.archive.state();
            (state.arrivals.words(), state.stale.len().min(64))
        };
        let mut corpora: Vec<(&Words, u32)> = Vec::new();
        let kept = self.earlier();
        corpora.extend(self.near.as_ref().and_then(|near| near.words()).map(|words| (words, 0)));
        corpora.extend(kept.and_then(|kept| kept.words()).map(|words| (words, EARLIER)));
        corpora.extend(arrived.iter().map(|(words, first)| (&**words, ARRIVED + first)));
        let query = Query { limit: query.limit + replaced, words: Vec::new(), ..query.clone() };
        let mut found = find_in(&corpora, &query);
        for corpus in self.near.iter().chain(kept) {
            corpus.sound()?;
        }
        found.hits.retain(|hit| self.is_current(hit.article));
        found.beside.retain(|hit| self.is_current(hit.article));
        Ok(found)
    }

    /// Whether an article is what the archive has, as far as one knows.
    fn is_current(&self, id: ArticleId) -> bool {
        let state = self.archive.state();
        match id.0 {
            ARRIVED.. => !state.arrivals.is_replaced(id.0 - ARRIVED),
            EARLIER.. if state.stale.is_empty() => true,
            EARLIER.. => {
                drop(state);
                let article = self.earlier().and_then(|kept| kept.article(ArticleId(id.0 - EARLIER)).ok());
                article.is_some_and(|article| !Archive::is_stale(&self.archive.state(), &article.path))
            }
            _ => true,
        }
    }

    /// An article of the archive under its number here, in the family that its stories belong to here.
    fn adopt(&self, id: ArticleId) -> Result<Arc<Article>, CorpusError> {
        let adopted = || self.adopted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(article) = adopted().get(&id) {
            return Ok(Arc::clone(article));
        }
        let (article, first) = if id.0 >= ARRIVED {
            (self.archive.state().arrivals.article(id.0 - ARRIVED).ok_or(CorpusError::Gone)?, ARRIVED)
        } else {
            (self.earlier().ok_or(CorpusError::Gone)?.article(ArticleId(id.0 - EARLIER))?, EARLIER)
        };
        let mut article = (*article).clone();
        article.id = id;
        article.families = self.families(&article, first)?;
        let article = Arc::new(article);
        let mut adopted = adopted();
        if adopted.len() >= REMEMBERED {
            adopted.clear();
        }
        adopted.insert(id, Arc::clone(&article));
        Ok(article)
    }

    /// The family of each story: that of a copy among what is numbered below `first`, else one of its own.
    fn families(&self, article: &Article, first: u32) -> Result<Vec<u32>, CorpusError> {
        let document = &article.reading.document;
        let prose = document.prose.text();
        let whole = [Span::new(0, prose.len())];
        let stories: Vec<Span> = document.stories.iter().map(|story| story.span).collect();
        let stories = if stories.is_empty() { &whole[..] } else { &stories };
        let mut families = Vec::with_capacity(stories.len());
        for (story, own) in stories.iter().zip(&article.families) {
            let tokens = fold::tokens(prose, *story);
            families.push(self.copied(&tokens, first)?.unwrap_or(first + own));
        }
        Ok(families)
    }

    fn copied(&self, tokens: &[Token], first: u32) -> Result<Option<u32>, CorpusError> {
        let near = self.near.as_ref().map(|near| (near, 0));
        let kept = self.earlier().filter(|_| first > EARLIER).map(|kept| (kept, EARLIER));
        let sketch = sketch(tokens);
        for (corpus, offset) in near.into_iter().chain(kept) {
            for nth in 0..STRETCHES {
                let from = tokens.len() * (2 * nth + 1) / (2 * STRETCHES);
                let stretch = &tokens[from..tokens.len().min(from + STRETCH)];
                let parts = vec![stretch.iter().map(|token| token.key).collect()];
                for hit in corpus.search(&Query { parts, limit: 4, ..Query::default() })? {
                    let other = corpus.article(hit.article)?;
                    let story = other.reading.document.stories.get(other.story_at(hit.span.start));
                    let prose = other.reading.document.prose.text();
                    let span = story.map_or(Span::new(0, prose.len()), |story| story.span);
                    if !self::sketch(&fold::tokens(prose, span)).is_copy(&sketch) {
                        continue;
                    }
                    let family = if offset == 0 {
                        other.family_at(hit.span.start)
                    } else {
                        self.adopt(ArticleId(offset + hit.article.0))?.family_at(hit.span.start)
                    };
                    return Ok(Some(family));
                }
            }
        }
        Ok(None)
    }

    /// The same people, their words where they are in this corpus.
    fn placed(people: Vec<Arc<Person>>, first: u32) -> Vec<Arc<Person>> {
        let place = |person: Arc<Person>| {
            let mut person = (*person).clone();
            for said in &mut person.said {
                said.article = ArticleId(said.article.0 + first);
            }
            Arc::new(person)
        };
        people.into_iter().map(place).collect()
    }

    /// Of what people said, what is not out of date.
    fn current(&self, people: Vec<Arc<Person>>) -> Vec<Arc<Person>> {
        let current = |person: Arc<Person>| {
            let keep = |said: &&Said| said.article.0 < EARLIER || self.is_current(said.article);
            let said: Vec<Said> = person.said.iter().filter(keep).copied().collect();
            if said.len() == person.said.len() { person } else { Arc::new(Person { said, ..(*person).clone() }) }
        };
        people.into_iter().map(current).collect()
    }
}

fn sketch(tokens: &[Token]) -> Sketch {
    Sketch::new(&tokens.iter().map(|token| token.key).collect::<Vec<_>>())
}

impl Corpus for Joined {
    fn find(&self, query: &Query) -> Result<Found, CorpusError> {
        self.archive.prepare(query);
        self.here(query)
    }

    fn article(&self, id: ArticleId) -> Result<Arc<Article>, CorpusError> {
        if id.0 >= EARLIER {
            return self.adopt(id);
        }
        self.near.as_ref().ok_or(CorpusError::Gone)?.article(id)
    }

    fn people(&self, name: &str, most: usize) -> Result<Vec<Arc<Person>>, CorpusError> {
        self.archive.prepare_for(name);
        let mut lists = Vec::new();
        lists.extend(self.near.as_ref().map(|near| near.people(name, most)).transpose()?);
        if let Some(kept) = self.earlier() {
            lists.push(self.current(Self::placed(kept.people(name, most)?, EARLIER)));
        }
        let arrived = self.archive.state().arrivals.people();
        lists.push(Self::placed(arrived.named(name, most), ARRIVED));
        let mut people = merged(lists);
        people.truncate(most);
        Ok(people)
    }

    fn everybody(&self) -> Result<Vec<Arc<Person>>, CorpusError> {
        if self.archive.manner == Manner::AtOnce {
            self.archive.ask_for_everybody()?;
        }
        let mut lists = Vec::new();
        lists.extend(self.near.as_ref().map(|near| near.everybody()).transpose()?);
        if let Some(kept) = self.earlier() {
            lists.push(self.current(Self::placed(kept.everybody()?, EARLIER)));
        }
        let arrived = self.archive.state().arrivals.people();
        lists.push(Self::placed(arrived.all(), ARRIVED));
        Ok(merged(lists))
    }

    fn roll(&self) -> Result<Roll, CorpusError> {
        if self.archive.manner == Manner::Later || !self.archive.is_large() {
            return Ok(Roll { people: self.everybody()?, ..Roll::default() });
        }
        let people = self.near.as_ref().map(|near| near.everybody()).transpose()?.unwrap_or_default();
        Ok(Roll { people, ..self.archive.names()? })
    }

    fn lying_in(&self, file: &Path) -> Vec<ArticleId> {
        self.near.as_ref().map(|near| near.lying_in(file)).unwrap_or_default()
    }

    fn directory(&self) -> Arc<Directory> {
        self.near.as_ref().map(|near| near.directory()).unwrap_or_default()
    }

    fn about(&self) -> About {
        let near = self.near.as_ref().map(|near| near.about()).unwrap_or_default();
        let kept = self.earlier().map(|kept| kept.about()).unwrap_or_default();
        let state = self.archive.state();
        let here = state.arrivals.counts();
        let (articles, quotations) = state.totals.unwrap_or((kept.articles + here.0, kept.quotations + here.1));
        About {
            articles: near.articles + articles,
            quotations: near.quotations + quotations,
            // Another one by each answer, so that whoever checked before it checks again.
            generation: near.generation ^ state.refined.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            problems: near.problems,
            odd: near.odd,
        }
    }

    fn missed(&self, query: &Query) -> Option<Missed> {
        self.archive.missed(query)
    }

    fn remote(&self) -> Option<&dyn Remote> {
        Some(&*self.archive)
    }
}
