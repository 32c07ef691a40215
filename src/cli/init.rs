//! `init`: a configuration to start from.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use super::{Ending, print};
use crate::settings::FILE_NAME;

/// What is written; a test reads it back as the defaults.
const TEMPLATE: &str = include_str!("init.toml");

/// Writes a commented configuration; one that is there is left alone.
pub fn run(folder: &Path) -> anyhow::Result<Ending> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let path = folder.join(FILE_NAME);
    let mut file = match std::fs::File::create_new(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{} is there already; it was left as it is", path.display())
        }
        Err(error) => return Err(error).with_context(|| format!("cannot write {}", path.display())),
    };
    file.write_all(TEMPLATE.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    let sources = folder.join("sources");
    let page =
        format!("wrote {}\nput your sources into {}, or say in it where they are\n", path.display(), sources.display());
    print(page.as_bytes())?;
    Ok(Ending::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Settings, parse};

    #[test]
    fn the_template_says_what_holds_anyway_but_for_the_corpus() {
        let mut settings = parse(TEMPLATE, Path::new(FILE_NAME), crate::rules::code_of).expect("is right");
        assert_eq!(settings.corpus.paths, [Path::new("sources")]);
        settings.corpus.paths.clear();
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn what_the_template_offers_is_understood_too() {
        let offered: String = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("#: ").unwrap_or(line))
            .filter(|line| !line.starts_with('#'))
            .flat_map(|line| [line, "\n"])
            .collect();
        let settings = parse(&offered, Path::new(FILE_NAME), crate::rules::code_of).expect("is right");
        assert!(settings.today.is_some() && !settings.rules.is_empty() && !settings.drafts.is_empty());
        assert!(settings.marks.is_some() && settings.punctuation.is_some() && settings.directory.is_some());
        assert_eq!(settings.people[0].offices[0].in_full(), "mayor of Vellin");
    }
}
