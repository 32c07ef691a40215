//! Making the indices of an archive as they are needed, and knowing which there are.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::bulk::{WITHIN, patiently};
use super::client::{Client, Fault, JSON};
use super::mapping::{self, Volume};
use crate::settings::archive::{ArchiveSettings, Per};

/// The volumes that are there, each with what tells its index of articles from one that is made later.
pub(super) struct Volumes<'a> {
    client: &'a Client,
    settings: &'a ArchiveSettings,
    there: BTreeMap<Volume, String>,
}

impl<'a> Volumes<'a> {
    /// Tells the cluster how indices are to be made, and looks which there are.
    pub(super) fn open(client: &'a Client, settings: &'a ArchiveSettings) -> Result<Self, Fault> {
        let mut volumes = Self { client, settings, there: BTreeMap::new() };
        let there = volumes.ask("GET", &mapping::articles(settings), &Value::Null);
        let there = match there {
            Err(Fault::Nothing) => Value::Null,
            told => told?,
        };
        volumes.is_divided_alike(&there)?;
        for (name, template) in mapping::templates(settings) {
            volumes.ask("PUT", &format!("_index_template/{name}"), &template)?;
        }
        if !there.is_null() {
            let newer = json!({"properties": mapping::newer()});
            volumes.ask("PUT", &format!("{}/_mapping", mapping::articles(settings)), &newer)?;
        }
        for (index, told) in there.as_object().into_iter().flatten() {
            let volume = if settings.per.is_none() { Some(Volume::Whole) } else { Volume::named(settings, index) };
            volumes.there.extend(volume.map(|volume| (volume, uuid(told))));
        }
        if settings.per.is_none() {
            volumes.make(Volume::Whole)?;
        }
        Ok(volumes)
    }

    /// All that are there.
    pub(super) fn all(&self) -> impl Iterator<Item = (Volume, &str)> {
        self.there.iter().map(|(volume, uuid)| (*volume, uuid.as_str()))
    }

    /// Makes a volume that is not there yet; tells what its index of articles is called in the cluster, if it did.
    pub(super) fn add(&mut self, volume: Volume) -> Result<Option<String>, Fault> {
        if self.there.contains_key(&volume) {
            return Ok(None);
        }
        self.make(volume)?;
        Ok(self.there.get(&volume).cloned())
    }

    /// Has what was sent be found.
    pub(super) fn refresh(&self) -> Result<(), Fault> {
        for name in [mapping::passages(self.settings), mapping::articles(self.settings)] {
            match self.ask("POST", &format!("{name}/_refresh"), &Value::Null) {
                // One that is divided begins without any index.
                Err(Fault::Nothing) if self.there.is_empty() => {}
                told => {
                    told?;
                }
            }
        }
        Ok(())
    }

    fn make(&mut self, volume: Volume) -> Result<(), Fault> {
        for name in [volume.passages(self.settings), volume.articles(self.settings)] {
            match self.ask("GET", &name, &Value::Null) {
                Err(Fault::Nothing) => {}
                there => {
                    there?;
                    continue;
                }
            }
            match self.ask("PUT", &name, &Value::Null) {
                // Somebody else was quicker.
                Err(Fault::Wrong(why)) if why.contains("already exists") => {}
                made => {
                    made?;
                }
            }
        }
        let told = self.ask("GET", &volume.articles(self.settings), &Value::Null)?;
        let uuid = told.as_object().and_then(|told| told.values().next()).map(uuid);
        self.there.insert(volume, uuid.unwrap_or_default());
        Ok(())
    }

    /// An archive is divided as it was when it was first filled.
    fn is_divided_alike(&self, there: &Value) -> Result<(), Fault> {
        let own = mapping::articles(self.settings);
        let mut indices = there.as_object().into_iter().flatten().map(|(index, _)| index.as_str());
        let wrong = match self.settings.per {
            None => indices
                .any(|index| !matches!(Volume::named(self.settings, index), None | Some(Volume::Whole)))
                .then_some("is divided by years: say `per = \"year\"`"),
            Some(Per::Year) => indices.any(|index| index == own).then_some(
                "has one index for all years: leave out `per`, or give another `index` to one that is divided",
            ),
        };
        let told =
            |why| Fault::Refused(format!("the archive {} at {} {why}", self.settings.index, self.client.nodes()));
        wrong.map_or(Ok(()), |why| Err(told(why)))
    }

    fn ask(&self, method: &'static str, path: &str, body: &Value) -> Result<Value, Fault> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        patiently(|| self.client.call(method, path, (JSON, body.as_bytes()), WITHIN))
    }
}

fn uuid(index: &Value) -> String {
    index["settings"]["index"]["uuid"].as_str().unwrap_or_default().to_owned()
}
