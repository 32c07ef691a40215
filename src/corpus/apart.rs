//! A corpus seen from a draft that lies in it: all of it but the draft's own file, since a text that agrees with itself
//! proves nothing.

use std::path::Path;
use std::sync::Arc;

use super::{About, Article, ArticleId, Corpus, CorpusError, Found, Missed, Person, Query, Remote, Roll, Said, index};
use crate::speakers::Directory;

/// So many places more are asked for, since the draft's own may be among the best.
const OWN_PLACES: usize = 8;

/// A corpus as a draft sees it: without what lies in the draft's own file, if that is one of the corpus.
pub struct Apart<'a> {
    all: &'a dyn Corpus,
    own: Arc<[ArticleId]>,
}

/// What of a corpus lies in a draft's own file; nothing, of a draft that lies in none yet.
///
/// It asks the disk where both really are, and holds for as long as neither moves.
pub fn own(all: &dyn Corpus, file: Option<&Path>) -> Arc<[ArticleId]> {
    file.and_then(|file| file.canonicalize().ok()).map(|file| all.lying_in(&file)).unwrap_or_default().into()
}

impl<'a> Apart<'a> {
    /// A corpus without what is a draft's [`own`].
    pub fn from(all: &'a dyn Corpus, own: Arc<[ArticleId]>) -> Self {
        Self { all, own }
    }

    fn is_own(&self, id: ArticleId) -> bool {
        self.own.contains(&id)
    }

    /// People as the others quote them; who is quoted in the draft alone is nobody of the corpus.
    fn others(&self, people: Vec<Arc<Person>>) -> Vec<Arc<Person>> {
        if self.own.is_empty() {
            return people;
        }
        let without = |person: Arc<Person>| {
            if !person.said.iter().any(|said| self.is_own(said.article)) {
                return Some(person);
            }
            let said: Vec<Said> = person.said.iter().filter(|said| !self.is_own(said.article)).copied().collect();
            (!said.is_empty()).then(|| Arc::new(Person { said, ..(*person).clone() }))
        };
        people.into_iter().filter_map(without).collect()
    }
}

/// Which of some articles lie in a file, whose path is the real one.
///
/// Names are compared first: to ask the disk about each of a hundred thousand would take long.
pub(super) fn among<'a>(articles: impl Iterator<Item = (ArticleId, &'a str)>, file: &Path) -> Vec<ArticleId> {
    let is_it = |path: &str| {
        let path = Path::new(path);
        path.file_name() == file.file_name() && path.canonicalize().is_ok_and(|path| path == file)
    };
    articles.filter(|(_, path)| is_it(path)).map(|(id, _)| id).collect()
}

impl Corpus for Apart<'_> {
    fn find(&self, query: &Query) -> Result<Found, CorpusError> {
        if self.own.is_empty() {
            return self.all.find(query);
        }
        let mut found = self.all.find(&Query { limit: query.limit + OWN_PLACES, ..query.clone() })?;
        found.hits.retain(|hit| !self.is_own(hit.article));
        found.beside.retain(|hit| !self.is_own(hit.article));
        Ok(found)
    }

    fn article(&self, id: ArticleId) -> Result<Arc<Article>, CorpusError> {
        self.all.article(id)
    }

    fn people(&self, name: &str, most: usize) -> Result<Vec<Arc<Person>>, CorpusError> {
        Ok(self.others(self.all.people(name, most)?))
    }

    fn everybody(&self) -> Result<Vec<Arc<Person>>, CorpusError> {
        Ok(self.others(self.all.everybody()?))
    }

    fn roll(&self) -> Result<Roll, CorpusError> {
        let roll = self.all.roll()?;
        Ok(Roll { people: self.others(roll.people), ..roll })
    }

    fn titled(&self, typed: &str, limit: usize) -> Result<Vec<Arc<Article>>, CorpusError> {
        self.all.titled(typed, limit)
    }

    fn lying_in(&self, file: &Path) -> Vec<ArticleId> {
        self.all.lying_in(file)
    }

    fn directory(&self) -> Arc<Directory> {
        self.all.directory()
    }

    fn about(&self) -> About {
        let about = self.all.about();
        About { articles: about.articles - self.own.len(), ..about }
    }

    fn missed(&self, query: &Query) -> Option<Missed> {
        self.all.missed(query)
    }

    fn remote(&self) -> Option<&dyn Remote> {
        self.all.remote()
    }

    fn words(&self) -> Option<&index::words::Words> {
        self.all.words()
    }

    fn sound(&self) -> Result<(), CorpusError> {
        self.all.sound()
    }
}
