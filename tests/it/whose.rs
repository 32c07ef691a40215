//! Whose words they are in stories as papers of many countries print them: short articles, and what is read from them.

use super::quotations::{expect, read, said};

#[test]
fn a_verb_of_saying_may_begin_the_sentence_in_front_of_a_surname() {
    let text =
        "Gil Orre lost.\n\n“We rowed well,” said Ana Lind.\n\nSaid Orre: “We did not.”\n\nAdded Orre: “Not at all.”";
    expect(text, &["We rowed well, → Ana Lind", "We did not. → Gil Orre", "Not at all. → Gil Orre"]);
}

#[test]
fn who_says_a_whole_clause_stands_behind_its_comma_with_what_they_are() {
    for clause in ["Boats are now the first cause of noise in Vellin", "The harms of late ferries for towns are many"] {
        let text = format!("{clause}, says Jason Orre, professor of medicine: “We have to act.”");
        expect(&text, &["We have to act. → Jason Orre"]);
    }
    let text = "Ana Lind, the mayor, said Orre was late: “He has no boat.”";
    expect(text, &["He has no boat. → Ana Lind"]);
}

#[test]
fn whom_words_are_according_to_may_be_told_before_the_name() {
    let text = "It is a “truly late” ferry according to Independent councillor, Tessa Orre.";
    expect(text, &["truly late → Tessa Orre"]);
    let text = "I was one of the “guild of clerks,” in the words of my late friend and opponent, Father George Orre.";
    expect(text, &["guild of clerks, → George Orre"]);
    // There a clause of somebody else's begins.
    let text = "According to the mayor, Ana Lind was “truly late.”";
    expect(text, &["truly late. → the mayor"]);
}

#[test]
fn a_daughter_with_a_name_is_whom_a_sentence_is_about() {
    let text = "Heather Lind has two boats.\n\n“We go,” she said.\n\nHeather's daughter Margaret hopes for rain.\n\n\
                “We stay,” she said.";
    expect(text, &["We go, → Heather Lind", "We stay, → Margaret"]);
}

#[test]
fn who_is_told_something_is_not_whom_a_sentence_is_about() {
    let text = "Ana Joy Lind came last.\n\n“It hurts,” she said.\n\nShe told coach Philip that the pain was bad.\n\n\
                “I went on,” she said.";
    expect(text, &["It hurts, → Ana Joy Lind", "I went on, → Ana Joy Lind"]);
}

#[test]
fn whom_a_preposition_governs_is_not_whom_a_sentence_is_about() {
    let text = "The funeral for drowned fisherman Hemra Orre took place on Monday, with councillor Ramona Lind speaking \
                of the harbour. She called it a “sad and late day”.";
    expect(text, &["sad and late day → Ramona Lind"]);
}

#[test]
fn a_given_name_of_men_and_women_tells_nothing() {
    let text =
        "Peter Orre rowed well.\n\nRobin Orre, Vellin’s coach, said that he saw more to come. “We can win,” he said.";
    expect(text, &["We can win, → Robin Orre"]);
    let text = "VELLIN – Kris Orre won the race on Sunday for her first title.\n\nShe told two friends: “It is done.”";
    expect(text, &["It is done. → Kris Orre"]);
}

#[test]
fn whose_something_is_may_be_he() {
    let text = "A month after Elu Orre’s late day, he spoke of it. He says he began with a “happy and calm mood”.";
    expect(text, &["happy and calm mood → Elu Orre"]);
}

#[test]
fn the_subject_of_a_clause_in_front_goes_on() {
    let text =
        "Bo Lind is for the plan.\n\nThough Gil Orre said he had not seen it, he thought it was “more of a joke”.";
    expect(text, &["more of a joke → Gil Orre"]);
}

#[test]
fn a_party_between_commas_says_nothing() {
    let text = "Cllr Ailis Orre, Harbour First, also wanted to see it.\n\n“We should go,” she said.";
    expect(text, &["We should go, → Ailis Orre"]);
}

#[test]
fn a_name_and_an_age_stand_over_what_is_quoted() {
    let text =
        "“We are ready,” said Jon Orre.\n\nBubo, 40\n\n“I got five fares.”\n\nMary Anne, 26\n\n“It is the rain.”";
    expect(text, &["We are ready, → Jon Orre", "I got five fares. → Bubo", "It is the rain. → Mary Anne"]);
}

#[test]
fn who_is_named_where_a_quotation_ends_says_all_of_it() {
    let text = "Vellin police came.\n\n“In one case a man held a boat.\n\n“Then he left it,” Selvy Orre said.";
    expect(text, &["In one case a man held a boat.\n\n“Then he left it, → Selvy Orre"]);
}

#[test]
fn what_stands_below_a_signature_is_not_the_signer_s() {
    let text = "“We rowed.”\n\n—Ana Lind, oars\n\n“We steered.”";
    expect(text, &["We rowed. → Ana Lind", "We steered. → ?"]);
}

#[test]
fn an_office_with_its_body_or_place_stands_in_front_of_a_name() {
    for (who, name) in [
        ("President of the Saint Orrin Fishing Association Salu Orrevik", "Salu Orrevik"),
        ("Chief of Vellin Zolu Orrevik", "Zolu Orrevik"),
        ("Governor of New Orrin Orrevik", "New Orrin Orrevik"),
    ] {
        let text = format!("{who} said the boats were late.\n\n“We wait,” Orrevik said.");
        assert_eq!(said(&read(&text)), [format!("We wait, → {name}")]);
    }
    expect("“We wait,” the late singer/ guitarist Alvin Orre told me.", &["We wait, → Alvin Orre"]);
}

#[test]
fn on_what_occasion_somebody_spoke_names_nobody() {
    expect("“We wait,” said the police in a statement.", &["We wait, → the police"]);
    expect("“We wait,” cried one fisherman during a march on Friday.", &["We wait, → one fisherman"]);
    expect("“We wait,” said the clerk of the court drily.", &["We wait, → the clerk of the court"]);
    expect("“We wait,” said the owner of a boat in a harbour.", &["We wait, → the owner of a boat in a harbour"]);
}

#[test]
fn somebody_new_without_a_name_says_what_stands_below() {
    let text = "Andy Orre owns a boat. “We wait,” he said. A member of the union does not believe it is enough.\n\n“It is little.”";
    expect(text, &["We wait, → Andy Orre", "It is little. → A member of the union"]);
}

#[test]
fn a_story_may_begin_in_capitals() {
    let text = "A GROUP of fishermen marched to the Harbour Board on Monday.\n\n“No boat, no vote,” the group said.";
    expect(text, &["No boat, no vote, → A GROUP of fishermen"]);
}

#[test]
fn a_paper_may_stand_between_whom_it_quotes_and_what_they_say() {
    let text = "Tom Lind said: “No.”\n\n“We have it,” Orre was quoted by the Tasmer Post as saying in Vellin.";
    expect(text, &["No. → Tom Lind", "We have it, → Orre"]);
}

#[test]
fn a_place_that_is_it_is_not_she() {
    let text = "Tenants in Solar Marn Orrin have joined forces.\n\nBasil Orre said he had a form. “Yes,” he said.\n\n\
                Another tenant Florence Lind said many could not park. The rain makes it hard. “I go down,” she said.";
    expect(text, &["Yes, → Basil Orre", "I go down, → Florence Lind"]);
}

#[test]
fn titles_of_honour_are_no_part_of_a_name() {
    let text = "Home Minister Datuk Seri Syed Hamid Orrevik said so.\n\n“Wait,” Orrevik said.\n\n\
                President Tan Sri Muhid Yassel agreed.\n\n“We wait,” Muhid said.";
    expect(text, &["Wait, → Syed Hamid Orrevik", "We wait, → Muhid Yassel"]);
}

#[test]
fn a_place_may_be_called_as_somebody_is() {
    expect("Fort Vernon Mayor Richard Orre came late.\n\n“We wait,” he said.", &["We wait, → Richard Orre"]);
}

#[test]
fn whose_officer_somebody_is_stands_in_front() {
    let text =
        "“We run,” said a teacher.\n\nThe school’s deputy headmaster was not worried.\n\n“All is well,” he said.";
    expect(text, &["We run, → a teacher", "All is well, → The school’s deputy headmaster"]);
}

#[test]
fn a_name_between_an_article_and_a_noun_is_no_speech() {
    expect(
        "Orre, who won the famous “Duel at the Quay” race, said “it was late”.",
        &["Duel at the Quay → (title of a work)", "it was late → Orre"],
    );
}

#[test]
fn two_single_marks_that_an_editor_turned_are_one() {
    let text = "Ms Orre was quoted as saying: ‘’There is no boat for us.’’";
    expect(text, &["There is no boat for us. → Orre"]);
}

#[test]
fn a_space_in_front_of_a_closing_mark_opens_nothing() {
    let text = "Orre said that Lind “is not a man of words ”, adding that he is “not a man of deeds”.";
    expect(text, &["is not a man of words → Orre", "not a man of deeds → Orre"]);
}
