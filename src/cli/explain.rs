//! `explain` and `rules`: the pages of the rules and their list.

use std::fmt::Write as _;

use anyhow::bail;
use serde::Serialize;

use super::args::ListFormat;
use super::{Ending, print};
use crate::rules;

/// Prints the page of one rule.
pub fn one(rule: &str) -> anyhow::Result<Ending> {
    let Some(meta) = rules::named(rule) else {
        if rule == "exact" || rule == "not-speech" {
            bail!("`{rule}` is a verdict that no rule says anything about; docs/verdicts.md tells of it");
        }
        bail!("no rule is called `{rule}`{}", similar(rule));
    };
    print(meta.page().as_bytes())?;
    Ok(Ending::Clean)
}

fn similar(rule: &str) -> String {
    let near = rules::all()
        .flat_map(|meta| [meta.code, meta.name])
        .map(|name| (strsim::osa_distance(&rule.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= 2)
        .min();
    near.map_or_else(|| "; `onrecord rules` lists them".into(), |(_, name)| format!("; did you mean `{name}`?"))
}

#[derive(Serialize)]
struct Row {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    summary: &'static str,
}

/// Prints the list of rules.
pub fn all(format: ListFormat) -> anyhow::Result<Ending> {
    let rows: Vec<Row> = rules::all()
        .map(|meta| Row { code: meta.code, name: meta.name, severity: meta.severity.as_str(), summary: meta.summary() })
        .collect();
    let mut page = String::new();
    match format {
        ListFormat::Human => {
            for Row { code, name, severity, summary } in rows {
                writeln!(page, "{code}  {name:<22}{severity:<9}{summary}")?;
            }
        }
        ListFormat::Json => {
            page = serde_json::to_string_pretty(&rows)?;
            page.push('\n');
        }
    }
    print(page.as_bytes())?;
    Ok(Ending::Clean)
}
