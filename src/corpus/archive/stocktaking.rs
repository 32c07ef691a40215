//! Going through a whole archive once, article by article, with no more of it at hand than a page.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::super::{Article, ArticleId, CorpusError};
use super::Archive;
use super::arrivals::{self, Delivery};
use super::paging::pages;

/// So many articles are at hand at once.
const PAGE: usize = 200;

/// What going through an archive came to.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Articles that were read.
    pub articles: usize,
    /// Those that make no sense.
    pub unreadable: usize,
    /// Those that bear no `id`, and were not looked at.
    pub nameless: usize,
}

impl Archive {
    /// Hands on every article, read, a page at a time, in the order of their names, which are their paths. Nothing of them is
    /// kept.
    ///
    /// # Errors
    /// When the archive does not answer; some articles may have been handed on by then.
    pub fn each(&self, take: &mut dyn FnMut(Vec<Article>)) -> Result<Taken, CorpusError> {
        let client = self.client.as_ref().map_err(|why| CorpusError::Archive(why.clone()))?;
        let mut taken = Taken::default();
        let named = json!({"exists": {"field": "id"}});
        let looked = pages(client, &self.settings, &named, &json!({"_source": true}), PAGE, &mut |hits| {
            let read = arrivals::read(hits.iter().filter_map(delivery).collect());
            taken.articles += read.len();
            taken.unreadable += hits.len() - read.len();
            let article = |(read, delivery): (super::super::read::Read, Delivery)| {
                let families = vec![0; read.sketches.len()];
                Article { id: ArticleId(0), path: delivery.id, reading: read.reading, families }
            };
            take(read.into_iter().map(article).collect());
            Ok(())
        });
        looked.map_err(|fault| {
            let (why, seen) = (fault.said(client.nodes()), taken.articles);
            CorpusError::Archive(format!("{why}; {seen} articles were looked at by then"))
        })?;
        self.count();
        let all = self.state().totals.map_or(0, |(articles, _)| articles);
        taken.nameless = all.saturating_sub(taken.articles + taken.unreadable);
        Ok(taken)
    }
}

fn delivery(hit: &Value) -> Option<Delivery> {
    let id = hit["_id"].as_str()?.to_owned();
    let line = hit.get("_source")?.to_string().into_bytes();
    Some(Delivery { id, rev: String::new(), place: PathBuf::new(), line })
}
