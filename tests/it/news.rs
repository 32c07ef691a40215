//! News as papers, wires and broadcasters of English print it: whose words they are where a text goes a way of its own.

use super::quotations::{expect, read, said};

/// Who says the last quotation.
#[track_caller]
fn last(text: &str) -> String {
    said(&read(text)).pop().and_then(|row| row.rsplit_once(" → ").map(|(_, who)| who.to_owned())).unwrap_or_default()
}

#[test]
fn a_mark_glued_to_the_comma_in_front_of_it_opens() {
    expect(
        "Ana Lind said,\" Both bridges are closed.\" Tom Orre says,\"We will wait.\"",
        &["Both bridges are closed. → Ana Lind", "We will wait. → Tom Orre"],
    );
    // A closing mark with a space in front of it is none that opens.
    expect("\"We go ,\" said Ana Lind. Tom Orre said, \"We stay.\"", &["We go , → Ana Lind", "We stay. → Tom Orre"]);
}

#[test]
fn a_statement_that_is_given_out_is_whose_paper_it_is() {
    for given in [
        "House Ferry Leader Ana Lind (V-7) released the following statement after the vote.",
        "Ana Lind, the mayor of Vellin, issued this statement on Monday after the board voted against Order 11:",
    ] {
        let text = format!("{given}\n\n“The board had one duty. It failed.\n\n“Vellin deserves better.”");
        assert_eq!(last(&text), "Ana Lind", "{given}");
    }
}

#[test]
fn who_accuses_goes_on_in_the_next_paragraph() {
    let text = "Tom Orre said again that he had no faith in the chair.\n\n\
                But Ms Lind stood by her words and accused his party of trickery.\n\n\
                “The kind of stunts they pull are known to everybody.”";
    assert_eq!(last(text), "Lind");
    // Who is only told of in a clause does not.
    let text =
        "Asked whether she feared Tom Orre, who has called the ferry a hoax, Ana Lind smiled.\n\n“Not me,” she said.";
    assert_eq!(last(text), "Ana Lind");
}

#[test]
fn a_court_that_hears_words_does_not_say_them() {
    expect("The court heard that Marek Orre “took the letter and ran”.", &["took the letter and ran → ?"]);
    expect("The inquest heard that he was “late for the boat”.", &["late for the boat → ?"]);
    expect("The court said that he was “late for the boat”.", &["late for the boat → The court"]);
}

#[test]
fn who_says_there_are_such_people_says_what_they_think() {
    expect(
        "Ana Lind, the mayor, said there were members who thought that “the bridge should go”.",
        &["the bridge should go → Ana Lind"],
    );
    expect(
        "Members of the board thought that “the bridge should go”.",
        &["the bridge should go → Members of the board"],
    );
}

#[test]
fn who_wrote_a_paper_says_what_it_shows() {
    expect(
        "Research by Henrik Orre and colleagues shows that “the gauge fell for nine days”.",
        &["the gauge fell for nine days → Henrik Orre"],
    );
    expect(
        "A report by the board shows that “the gauge fell for nine days”.",
        &["the gauge fell for nine days → A report by the board"],
    );
}

#[test]
fn what_is_told_behind_the_words_beats_what_they_speak_of() {
    let text = "The spot tells voters to pay no heed to what Ana Lind says, “She stands for nothing but late boats,” \
                states an announcer.";
    expect(text, &["She stands for nothing but late boats, → an announcer"]);
}

#[test]
fn a_warning_at_the_end_of_a_sentence_goes_on_in_the_next() {
    let text = "Farmers should stay at home, warned the mayor, Ana Lind. “Nobody should drive.”";
    expect(text, &["Nobody should drive. → Ana Lind"]);
}

#[test]
fn a_clause_goes_on_with_who_reports_it() {
    for text in [
        "Mr Gil Orre shot back that the Ferry Party was refusing to answer questions about “your own accounts”.",
        "Mr Gil Orre said that he had believed that he and Lind were agreed, but now believes she wants “nothing but ferries”.",
        "Gil Orre said that while the Board was thinking of it, it could not be done, noting that it took a “great deal of work”.",
    ] {
        assert_eq!(last(text), "Gil Orre", "{text}");
    }
}

#[test]
fn somebody_is_called_like_an_office_or_a_verb() {
    for (full, bare) in [("Clara Bishop", "Bishop"), ("Martin King", "King"), ("Peter Deans", "Deans")] {
        let text = format!(
            "Harbour coach {full} left the hall. “I will not stay,” {bare} said.\n\nA weary {bare} added: “Not for a day.”"
        );
        let (first, then) = (format!("I will not stay, → {full}"), format!("Not for a day. → {full}"));
        expect(&text, &[&first, &then]);
    }
    // A bishop is not the one called so, nor is one of a party.
    let text = "Clara Bishop left the hall. “I will not stay,” the bishop said.";
    expect(text, &["I will not stay, → the bishop"]);
    let text = "Nora Read spoke on Friday. “This crew is hurting,” Read said.\n\n\
                Read said coach Jon Orre was not the only one in camp who was.\n\n“These days are ours,” she said.";
    assert_eq!(last(text), "Nora Read");
}

#[test]
fn an_office_before_a_title_of_courtesy_is_held() {
    let text =
        "Minister of Harbours, Hon. Robert Orre, is calling on boatmen to wait.\n\n“They hide,” the Minister said.";
    expect(text, &["They hide, → Robert Orre"]);
    let text = "“The people chose,” Vellin Premier Rachel Lind said on Monday.\n\n\
                The new Vellin Premier scolded Mr. Tom Orre for remarks he made calling her board “a disaster.”";
    assert_eq!(last(text), "Tom Orre");
}

#[test]
fn a_party_with_a_small_word_in_its_name_is_no_part_of_a_name() {
    expect("Boats Before Profit MP Paul Orre called it “late”.", &["late → Paul Orre"]);
}

#[test]
fn what_joins_two_sentences_is_nobody() {
    let text = "The shy Ana Lind spoke to the Post. Furthermore, “I’ve always said that boats are late.”";
    assert_eq!(last(text), "Ana Lind");
}

#[test]
fn who_is_short_of_a_name_has_one_beside_the_office() {
    expect("Cr Ana Lind was pleased. Cr Lind said: “We want people to come.”", &["We want people to come. → Ana Lind"]);
    expect("Ana Lind wept. Her son, Piet, added: “He taught me all.”", &["He taught me all. → Piet"]);
    // Where somebody lives is nobody.
    expect("A pastor in Parker, Colorado, added: “He taught me all.”", &["He taught me all. → A pastor in Parker"]);
}

#[test]
fn who_is_kept_from_nothing_says_it() {
    let text = "Nothing keeps Ana Lind from telling people to come even if they are “sick as a dog”.";
    expect(text, &["sick as a dog → Ana Lind"]);
}

#[test]
fn words_that_somebody_used_are_theirs() {
    let text = "Mayor Ana Lind was blunt. Other words the mayor used: “late,” “wet” and “sold out.”";
    expect(text, &["late, → Ana Lind", "wet → Ana Lind", "sold out. → Ana Lind"]);
}
