//! From mentions to persons: short articles, and who is meant in them.

use onrecord::corpus::Corpus;
use onrecord::corpus::memory::MemoryCorpus;
use onrecord::formats;
use onrecord::quotations::{How, QuotationKind};
use onrecord::speakers::{self, Background, Basis, Directory, Gender, Listed, Office, Reading};

use super::quotations::read;

fn knowing(text: &str, directories: &[&Directory]) -> Reading {
    let today = "2031-05-03".parse().ok();
    speakers::read_knowing(formats::read_text("draft.txt", text), &Background { directories, today })
}

/// Who speaks each quotation; of one who is not known, why.
fn who(reading: &Reading) -> Vec<String> {
    let speech =
        reading.quotations.iter().filter(|it| it.parent.is_none() && !matches!(it.kind, QuotationKind::NotSpeech(_)));
    speech
        .map(|quotation| match reading.speaker_of(quotation) {
            Some(speaker) => speaker.name.clone(),
            None => format!("({})", reading.utterances[quotation.utterance].attribution.how.as_str()),
        })
        .collect()
}

#[track_caller]
fn expect(text: &str, expected: &[&str]) {
    assert_eq!(who(&read(text)), expected, "{text}");
}

#[test]
fn forms_of_one_name() {
    expect("Ana Maria Ruiz Calvo leads the board. “No,” Ruiz said.", &["Ana Maria Ruiz Calvo"]);
    expect("Ursula von der Lind came to the town hall at noon. “No,” Lind said.", &["Ursula von der Lind"]);
    expect("Harald Roe Jr. came. “No,” Roe said.", &["Harald Roe Jr."]);
    expect("J. Edgar Orre came. “No,” Edgar Orre said.", &["J. Edgar Orre"]);
    expect(
        "Sergei Lindskiy came. “No,” Lindsky’s deputy said. “Yes,” said Sergey Lindsky.",
        &["Lindsky’s deputy", "Sergei Lindskiy"],
    );
    expect("The trumpeter Ray “Lips” Donovar came. “No,” Donovar said.", &["Ray Donovar"]);
    expect("Amara Quill KC rose. “No,” Quill said.", &["Amara Quill"]);
    expect(
        "“It was the porter, Gwil Adders, who woke us,” said Sue Orre. “I just knocked,” Mr Adders said.",
        &["Sue Orre", "Gwil Adders"],
    );
}

#[test]
fn any_word_may_begin_a_sentence() {
    for word in ["Please", "Okay", "Sorry", "Naturally", "Sir"] {
        expect(&format!("Thank you all. {word}, sit down.\n\nThey told him, “There is no work here.”"), &["(unknown)"]);
    }
    expect("Recent reports and studies showed it.\n\n“There is no work here.”", &["(none)"]);
    // Who is known, or told what they are, is somebody.
    expect("Orre, the mayor, was late. “There is no work,” he said.", &["Orre"]);
    expect("Gwil Orre left. Orre, please. “There is no work,” he said.", &["Gwil Orre"]);
    expect("An MP was late. They told him: “There is no work.”", &["(unknown)"]);
}

#[test]
fn a_headline_makes_no_names() {
    expect("Ilse Varga Closes Door On Fleet Deal\n\nIlse Varga spoke late.\n\n“No,” Varga said.", &["Ilse Varga"]);
    expect("Varga says no to fleet\n\nIlse Varga spoke late.\n\n“No,” Varga said.", &["Ilse Varga"]);
}

#[test]
fn two_of_one_surname_are_told_apart_or_both_named() {
    let family = "Mara Teller runs the harbour. Jonas Teller, her brother, sits on the council.\n\n";
    let draft = read(&format!("{family}“We stay,” Teller said."));
    let attribution = &draft.utterances[0].attribution;
    assert_eq!((attribution.how, attribution.speaker), (How::Ambiguous, None));
    let names: Vec<_> = attribution.candidates.iter().map(|&id| draft.speakers[id].name.as_str()).collect();
    assert_eq!(names, ["Mara Teller", "Jonas Teller"]);
    expect(&format!("{family}“We stay,” Mr. Teller said."), &["Jonas Teller"]);
    expect(&format!("{family}“We stay,” Jonas said."), &["Jonas Teller"]);
    // Who goes by the surname alone keeps it.
    expect(
        "Mara Teller runs the harbour. “We stay,” Teller said.\n\nTeller and Jonas Teller, her brother, met. “All of us,” Teller said.",
        &["Mara Teller", "Mara Teller"],
    );
    expect("Governor Mara Teller met Senator Jonas Teller. “We stay,” Senator Teller said.", &["Jonas Teller"]);
}

#[test]
fn roles_and_offices() {
    expect("Vellish President Ana Lind arrived. “No,” the Vellish leader said.", &["Ana Lind"]);
    expect("Vellish President Ana Lind met Orlian Premier Peter Orre. “No,” the Orlian leader said.", &["Peter Orre"]);
    expect(
        "Mayor Ana Lind arrived. “No,” said a spokesman for Lind. “Never,” the spokesman said.",
        &["a spokesman for Lind", "a spokesman for Lind"],
    );
    expect("Peter Orre was tried in Vellin. “He is a danger,” the judge said.", &["the judge"]);
    expect("Peter Orre had just landed. “I am tired,” the affable singer said.", &["Peter Orre"]);
    expect("Harbour boss Henrik Alto was not impressed. “Six times,” fumed the Finn.", &["Henrik Alto"]);
    expect(
        "“It is late,” said the harbour master, Tomas Ruk. “Go home,” the harbour master said.",
        &["Tomas Ruk", "Tomas Ruk"],
    );
    expect("“We saw nothing,” police said.", &["police"]);
}

#[test]
fn titles_say_where_they_stand() {
    let draft =
        read("“It is late,” said the harbour master, Tomas Ruk. Ruk, the deputy mayor, left. “Go,” Captain Ruk said.");
    let prose = draft.document.prose.text();
    let ruk = &draft.speakers[0];
    let stated: Vec<_> = ruk.stated.iter().map(|stated| (stated.title.as_str(), stated.span.of(prose))).collect();
    assert_eq!(
        stated,
        [("harbour master", "the harbour master"), ("deputy mayor", "the deputy mayor"), ("Captain", "Captain")]
    );
    let introduced = ruk.introduced.expect("he is named");
    assert_eq!((introduced.span.of(prose), introduced.full), ("Tomas Ruk", true));
    let late = read("Ruk says no to harbour\n\n“No,” Ruk said. Tomas Ruk left.");
    assert!(!late.speakers[0].introduced.expect("he is named").full);
    let resident = read("“It is late,” said resident Tomas Ruk.");
    assert_eq!(resident.speakers[0].titles, ["resident"]);
}

#[test]
fn bodies_by_their_letters_and_by_a_noun() {
    let union = "The Harbour Workers’ Union (HWU) met. ";
    expect(&format!("{union}“No,” the HWU said."), &["Harbour Workers’ Union"]);
    expect(&format!("{union}“No,” the union said."), &["Harbour Workers’ Union"]);
    expect(
        "Acme Cranes Inc. had a bad year. “No,” Acme said. “Never,” the company said.",
        &["Acme Cranes", "Acme Cranes"],
    );
    expect("Orlun Group lost money. “No,” Orlun said.", &["Orlun Group"]);
    expect("The ministry met Acme Cranes Inc. “No,” the ministry said.", &["The ministry"]);
}

#[test]
fn pronouns_go_to_whom_the_text_is_about() {
    expect(
        "Peter Orre spoke first. “A,” he said.\n\nChief Na’mok said he saw no threat.\n\n“B,” he said.",
        &["Peter Orre", "Na’mok"],
    );
    expect(
        "“A,” said Peter Orre.\n\nHarbour member Marko Mendar went on the air to answer.\n\n“B,” he said.",
        &["Peter Orre", "Marko Mendar"],
    );
    expect("Her granddaughter Mel, who drives her, rolls her eyes. “Gran swam,” she tells me.", &["Mel"]);
    expect("Peter Orre left. Another, who had waited, shrugged. “What can you do?” he asked.", &["Another"]);
    expect("Robin Lind, who uses they/them pronouns, met Ana Orre. “I stay,” they said.", &["Robin Lind"]);
    expect("A crane fell. “Why?” he asked.", &["(unknown)"]);
}

#[test]
fn two_as_good_for_a_pronoun_are_both_named() {
    let draft = read("Mara Teller and Ana Lind met. “We stay,” she said.");
    assert_eq!(who(&draft), ["(ambiguous)"]);
    assert_eq!(draft.utterances[0].attribution.candidates.len(), 2);
}

#[test]
fn a_surname_may_look_like_an_adjective() {
    expect("Cavendish told the board of her plan. “It is late,” she said.", &["Cavendish"]);
    expect("Peter Orre met Cavish officials. The Cavish are patient. “It is late,” he said.", &["Peter Orre"]);
    expect("Peter Orre waited. Somehow, all went well. “It is late,” he said.", &["Peter Orre"]);
}

#[test]
fn a_caption_names_nobody_for_a_pronoun() {
    expect(
        "Nadia Jamel works in a shelter. “A,” she said.\n\nTents will house members of the town. (Laura Pell / NBD News)\n\n“B,” she said.",
        &["Nadia Jamel", "Nadia Jamel"],
    );
}

#[test]
fn the_reporters_own_question_is_the_reporters() {
    let text = "---\nbyline: Mel Orre\n---\n“A little,” I said. “More,” said Ana Lind.";
    assert_eq!(who(&speakers::read(formats::read_text("draft.md", text))), ["Mel Orre", "Ana Lind"]);
    expect("“A little,” I said.", &["(unknown)"]);
}

#[test]
fn two_who_hold_an_office_are_two() {
    let text = "The minister for trade met the minister for war. “We sell,” said the minister for trade. “We fight,” said the minister for war. “And win,” the war minister said.";
    let who = who(&read(text));
    assert_eq!(who[..2], ["the minister for trade", "the minister for war"]);
    let told = read(
        "O ministro do Mar chegou. “Vamos construir um porto novo na cidade”, disse o ministro do Mar.\n\nO ministro da Pesca saiu. “Não vamos pagar por isso”, disse o ministro da Pesca.",
    );
    let names: Vec<&str> = told.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    assert!(names.contains(&"o ministro do Mar") && names.contains(&"o ministro da Pesca"), "{names:?}");
}

#[test]
fn a_name_that_is_a_verb_elsewhere() {
    expect("Home Secretary Ana May said: “We stay here.”", &["Ana May"]);
    expect("Ana May told the board it was “a farce.”", &["Ana May"]);
    expect("Ana Lind may have said “a farce.”", &["Ana Lind"]);
}

#[test]
fn whose_firm_is_called_after_him() {
    expect("Woods Foods was sold by Peter Woods. “We sell,” Mr Woods said.", &["Peter Woods"]);
    expect("Woods Foods was sold by Peter Orre. “We sell,” Woods said.", &["Woods Foods"]);
}

#[test]
fn of_two_interviews_on_a_page_each_has_answers_of_its_own() {
    let text = "## Q&A with Ana Lind\n\nQ: Who are you?\n\nA: A pilot.\n\n## Q&A with Peter Orre\n\nQ: And you?\n\nA: A cook.\n\nQ: Why?\n\nA: I like it.";
    let page = speakers::read(formats::read_text("page.md", text));
    assert_eq!(who(&page), ["Ana Lind", "Peter Orre", "Peter Orre"]);
}

fn listed(name: &str, gender: Gender, offices: &[(&str, &str)]) -> Listed {
    let offices = offices
        .iter()
        .map(|(title, from)| Office { title: (*title).to_owned(), from: from.parse().ok(), until: None })
        .collect();
    Listed { name: name.to_owned(), gender, offices, ..Listed::default() }
}

#[test]
fn the_directory_completes_a_name_and_says_so() {
    let newsroom = Directory::new(vec![
        listed("Ana Lind", Gender::Female, &[("president of Vellin", "2030-01-01")]),
        listed("Robin Orre", Gender::Neutral, &[]),
        listed("Peter Ruk", Gender::Male, &[]),
        listed("Tomas Ruk", Gender::Male, &[]),
    ]);
    let draft = knowing("“No,” Lind said.", &[&newsroom]);
    assert_eq!((draft.speakers[0].name.as_str(), draft.speakers[0].basis), ("Ana Lind", Basis::Newsroom));
    assert!(draft.speakers[0].listed.is_some());
    assert_eq!(who(&knowing("“No,” the Vellish leader said.", &[&newsroom])), ["Ana Lind"]);
    assert_eq!(who(&knowing("“No,” Ruk said.", &[&newsroom])), ["Ruk"], "two are listed");
    let draft = knowing("Ana Lind met Robin Orre. “No,” she said.", &[&newsroom]);
    assert_eq!(who(&draft), ["Ana Lind"]);
    assert_eq!(draft.speakers[0].basis, Basis::Text);
}

#[test]
fn the_corpus_knows_who_held_an_office_around_a_day() {
    let article = |name: &str, day: &str, text: &str| {
        (name.to_owned(), formats::read_text(name, format!("---\ndate: {day}\n---\n{text}\n")))
    };
    let corpus = MemoryCorpus::new(
        vec![
            article("a.md", "2027-05-02", "“We go,” said Vellish President Marta Orre."),
            article("b.md", "2031-04-02", "“We stay,” said Vellish President Ana Lind."),
        ],
        Vec::new(),
    );
    let directory = corpus.directory();
    let draft = knowing("“No,” Vellin’s leader said.", &[&directory]);
    assert_eq!(who(&draft), ["Ana Lind"]);
    assert_eq!(draft.speakers[0].basis, Basis::Corpus);
    assert_eq!(who(&knowing("“No,” Lind said.", &[&directory])), ["Ana Lind"]);
}

#[test]
fn what_a_corpus_knows_makes_no_other_of_a_body_or_a_place() {
    let article = |name: &str, text: &str| {
        (name.to_owned(), formats::read_text(name, format!("---\ndate: 2031-04-02\n---\n{text}\n")))
    };
    let corpus = MemoryCorpus::new(
        vec![
            article("a.md", "“We go,” said Ana Lind, Orre’s campaign manager. Ana Lind left."),
            article("b.md", "“We stay,” said former New Vellin governor Peter Ruk. “We can,” Peter Ruk said."),
            article("c.md", "“No,” said George Paris, a resident. “Never,” said Paris."),
            article("d.md", "“No,” said Prime Minister Tomas Holm. “It is late,” he said."),
            article("e.md", "“They will,” said Mara Teller, leader of the Harbour Group. She left."),
        ],
        Vec::new(),
    );
    let directory = corpus.directory();
    let told = |text: &str| who(&knowing(&format!("---\ndate: 2031-04-03\n---\n{text}"), &[&directory]));
    assert_eq!(told("“No,” the Orre campaign said."), ["the Orre campaign"]);
    assert_eq!(told("“No,” Orre’s campaign manager said."), ["Ana Lind"]);
    assert_eq!(told("“No,” the New Vellin governor said."), ["the New Vellin governor"]);
    assert_eq!(told("“No,” the New Orland governor said."), ["the New Orland governor"]);
    assert_eq!(told("“No,” the Vellish prime minister said."), ["the Vellish prime minister"]);
    assert_eq!(told("“No,” the Harbour group said."), ["the Harbour group"]);
    assert_eq!(told("“No,” Paris said."), ["Paris"]);
    assert_eq!(told("“No,” Ruk said."), ["Peter Ruk"]);
}
