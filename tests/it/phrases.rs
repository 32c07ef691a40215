//! Which words beside a verb are whose name: short English articles, and what is read from them.

use super::quotations::{expect, read};

#[test]
fn a_single_mark_opens_what_runs_on_into_the_next_paragraph() {
    expect(
        "Ana Lind said: 'We were late today, the crews put in the work.\n\n'The first half was not ours.'",
        &["We were late today, the crews put in the work.\n\n'The first half was not ours. → Ana Lind"],
    );
    expect(
        "Ana Lind said: 'The crews' work was late.\n\n'It was not ours.'\n\nOrre added: 'We left.'",
        &["The crews' work was late.\n\n'It was not ours. → Ana Lind", "We left. → Orre"],
    );
}

#[test]
fn a_degree_is_no_end_of_a_sentence() {
    expect(
        "“It is late,” said Ana Lind, Ph.D., chairman of Varn Foods. “We go on.”",
        &["It is late, → Ana Lind", "We go on. → Ana Lind"],
    );
    expect("Ana Lind, Ph.D., said: “We go on.”", &["We go on. → Ana Lind"]);
}

#[test]
fn a_noun_that_ends_as_an_adverb_is_one_nevertheless() {
    expect("Her family described her as a “kind and busy sister”.", &["kind and busy sister → Her family"]);
    expect("The assembly said: “We go on.”", &["We go on. → The assembly"]);
    let text = "Police met Ana Lind.\n\nHer family called her a “kind and busy sister”.\n\nIn a statement they said: “We miss her.”";
    expect(text, &["kind and busy sister → Her family", "We miss her. → Her family"]);
}

#[test]
fn a_surname_may_be_any_other_word() {
    let met = "Judge Peter House met Cllr Mike Chaplain, Dr Ana Baker and Tom Long, who farms near Orrin.\n\n";
    for (said, whose) in [
        ("Judge House replied: “It is late.”", "Peter House"),
        ("Cllr Chaplain said: “It is late.”", "Mike Chaplain"),
        ("“It is late.” That was when Dr Baker said: “It is late.”", "Ana Baker"),
        ("“It is late,” Long said.", "Tom Long"),
        ("“It is late”, said Long.", "Tom Long"),
    ] {
        let reading = read(&format!("{met}{said}"));
        let last = reading.quotations.last().unwrap();
        assert_eq!(reading.speaker_of(last).map(|speaker| speaker.name.as_str()), Some(whose), "{said}");
    }
    expect("“It is late,” the chaplain said.", &["It is late, → the chaplain"]);
}

#[test]
fn what_stands_between_a_name_and_its_verb_names_nobody_else() {
    expect("Ana Lind, of Quay Street, Vellin, said: “It is late.”", &["It is late. → Ana Lind"]);
    expect("Ana Lind, 34, of 12 Quay Street, Orrin, Vellin, said: “It is late.”", &["It is late. → Ana Lind"]);
    expect("Orre, CPV(M) general secretary, said, “It is late.”", &["It is late. → Orre"]);
    expect(
        "“Is it late?” Gwil Orre, 20, from the east side of Vellin told the Harbour Post.",
        &["Is it late? → Gwil Orre"],
    );
    expect(
        "In a statement by his Adviser on Quays and Shipping, the president said: “We stay.”",
        &["We stay. → the president"],
    );
}

#[test]
fn a_trade_in_front_of_a_name_may_be_several_words() {
    expect("“We had it,” junior outside hitter Greer Orre said.", &["We had it, → Greer Orre"]);
    expect("“We need rain,” says University of Orrin Extension Educator Mike Lind.", &["We need rain, → Mike Lind"]);
    expect("“We need rain,” says The University of Orrin's Dr Ana Lind.", &["We need rain, → Ana Lind"]);
    expect("“We need rain,” said the Institute for Boats’ Jo Doe.", &["We need rain, → Jo Doe"]);
    expect(
        "“We need rain,” said the University of Orrin's Harbour Institute.",
        &["We need rain, → the University of Orrin's Harbour Institute"],
    );
    expect("“We need rain,” the University of Orrin said.", &["We need rain, → the University of Orrin"]);
}

#[test]
fn who_is_only_told_of_does_not_speak() {
    expect(
        "Gwil Orre, for Lind, described the pain Lind had gone through, saying: “It is late.”",
        &["It is late. → Gwil Orre"],
    );
    expect("Sentencing Lind, Judge Gwil Orre said: “It is over.”", &["It is over. → Gwil Orre"]);
    expect(
        "The fair was loud, with visitors saying things like “we had a good day here.”",
        &["we had a good day here. → visitors"],
    );
    expect("Gwil Orre noted votes cast in the county were “only a handful”.", &["only a handful → Gwil Orre"]);
    expect("Villagers are becoming worried by plans for a “green” road.", &["green → (term)"]);
    expect("Gwil Orre left. How it feels to win: “It was a good day.”", &["It was a good day. → ?"]);
}

#[test]
fn whom_an_opening_is_about_does_not_speak() {
    expect(
        "Tom Orre left the hall.\n\nAddressing Gwil Lind and Mary Lind, he insisted: “It is late.”",
        &["It is late. → Tom Orre"],
    );
    expect(
        "Ana Lind, TD for Vellin, told VTV the Government has “full confidence” in Orre, adding that the harbour had a “murky link” with it.",
        &["full confidence → Ana Lind", "murky link → Ana Lind"],
    );
    expect("Another passenger, named Ana, told the paper: “It is late.”", &["It is late. → Ana"]);
    expect("Bríd Orre TD, a farmer, left. VPV TD Bríd Orre said: “It is late.”", &["It is late. → Bríd Orre"]);
}

#[test]
fn what_somebody_is_known_for_stands_in_marks() {
    expect(
        "Ana Lind married in May.\n\nThe ‘Harbour Street’ actress – who has a daughter – says it was long.\n\nShe joked: “It was a long year.”",
        &["Harbour Street → (title of a work)", "It was a long year. → Ana Lind"],
    );
}

#[test]
fn what_is_defined_voted_painted_or_sung_is_said_by_nobody() {
    expect("The Orrin Trading Company (“Orrin”) said the plan was late.", &["Orrin → (term)"]);
    expect("Six members of the council planned to vote “no” on Monday.", &["no → (term)"]);
    expect(
        "Ana Lind left. There is “I left my boat in Vellin”, by the singer Gwil Orre.",
        &["I left my boat in Vellin → (title of a work)"],
    );
}

#[test]
fn what_is_watched_or_told_of_is_a_work() {
    expect("The whole town saw “The Long Quay” that year.", &["The Long Quay → (title of a work)"]);
    expect("“The Long Quay” tells the story of a ferry.", &["The Long Quay → (title of a work)"]);
    expect("A ferry (pronounced “FER-ee”) left, according to a press release.", &["FER-ee → (term)"]);
}

#[test]
fn a_place_behind_a_place_is_not_whom_a_sentence_is_about() {
    expect(
        "Among them was mother Bridget Orrevik, from Newhaven, Orrinshire, whose son left.\n\nShe said: “It is late.”",
        &["It is late. → Bridget Orrevik"],
    );
    expect("Danella Orrevik came to the harbour.\n\n“It is late,” she said.", &["It is late, → Danella Orrevik"]);
}

#[test]
fn an_adverb_may_stand_inside_a_phrase() {
    expect("“It is late,” said my first French teacher, pointing at it.", &["It is late, → my first French teacher"]);
    expect(
        "According to the recently released Orrin playbook, crews were told, “It is late.”",
        &["It is late. → the recently released Orrin playbook"],
    );
    expect("“It is late,” SSgt. Gwil Orre told us.", &["It is late, → Gwil Orre"]);
    expect(
        "He left in 1976, in what Tove Orre, treasurer of the harbour, called “a hard fight”.",
        &["a hard fight → Tove Orre"],
    );
}

#[test]
fn several_without_a_name_are_whom_they_means() {
    expect(
        "Pictures have emerged of a dirty kitchen.\n\nHealth officers from Orrin visited it in July.\n\nThey branded it “filthy and cold”.",
        &["filthy and cold → Health officers"],
    );
    let text =
        "However, it is not clear what Orre meant, the ferry having left, saying “we have put all burdens on it”.";
    expect(text, &["we have put all burdens on it → ?"]);
}

#[test]
fn a_paper_may_be_called_after_a_day() {
    expect("“It is late,” according to Vellin Today.", &["It is late, → Vellin Today"]);
    expect("“It is late,” said Ana Lind on Monday.", &["It is late, → Ana Lind"]);
}

#[test]
fn what_a_firm_is_called_for_short_stands_between_nobody_and_their_office() {
    let met = "“Yes,” said William Orre, president of Varn Foods.\n\n";
    for said in [
        "“It is late,” Varn (VRN) Chief Executive Paul S. Lind told analysts.",
        "“It is late,” said Varn (VRN.L) chief executive Paul S. Lind.",
        "“It is late,” Ferry Union (FU) leader Paul S. Lind said on Monday.",
    ] {
        expect(&format!("{met}{said}"), &["Yes, → William Orre", "It is late, → Paul S. Lind"]);
    }
    expect("“It is late,” Varn (VRN) said in a statement.", &["It is late, → Varn"]);
}

#[test]
fn a_firm_may_be_called_as_somebody_is() {
    for firm in ["Martin Varn Chief Economist", "John Varn Chairman", "Philip Varn Chief Financial Officer"] {
        expect(&format!("“It is late,” {firm} Ellen Orre said."), &["It is late, → Ellen Orre"]);
    }
    expect("“It is late,” Martin Baker Orre said.", &["It is late, → Martin Baker Orre"]);
    expect("“It is late,” Ana Maria King Orre said.", &["It is late, → Ana Maria King Orre"]);
}

#[test]
fn who_says_so_at_the_end_of_a_sentence_goes_on_in_the_next() {
    for said in ["says Ferry Union leader Ana Lind", "said Mayor Ana Lind", "warned Ana Lind"] {
        expect(&format!("The new Council is in disarray, {said}. “It is late.”"), &["It is late. → Ana Lind"]);
    }
    expect("Ana Lind, the mayor, said Orre would go. “It is late.”", &["It is late. → Ana Lind"]);
}

#[test]
fn one_minister_is_not_the_other() {
    let met = "Revenue Minister Ana Lind met Foreign Secretary Tom Orre and Minister Per Holm.\n\n";
    for (said, whose) in [
        ("the prime minister", "the prime minister"),
        ("the trade secretary", "the trade secretary"),
        ("the revenue minister", "Ana Lind"),
        ("the foreign secretary", "Tom Orre"),
        ("the secretary", "Tom Orre"),
    ] {
        expect(&format!("{met}“It is late,” {said} said."), &[&format!("It is late, → {whose}")]);
    }
}

#[test]
fn a_name_on_a_line_of_its_own_says_what_the_paragraph_below_it_quotes() {
    let text = "The coaches spoke on Saturday. “We did well,” said Ana Lind.\n\n\
                Tom Berg (Tasmer)\n\n“We lost the boat race.”\n\n\
                Ellen Orre, Vellin coach\n\n“Nobody rowed.”\n\n\
                Paul Stroud, 34\n\n“It rained all day.”\n\n\
                Ida Moll – chair of the club\n\n“Next year, then.”\n\n“And the year after.”";
    let told = [
        "We did well, → Ana Lind",
        "We lost the boat race. → Tom Berg",
        "Nobody rowed. → Ellen Orre",
        "It rained all day. → Paul Stroud",
        "Next year, then. → Ida Moll",
        "And the year after. → Ida Moll",
    ];
    expect(text, &told);
    // It may as well stand below what it signs.
    expect("“We wait.”\n\nTom Berg, coach\n\n“We row.”", &["We wait. → ?", "We row. → ?"]);
    // A heading that names somebody and a paragraph with a verb of its own.
    expect("## Tom Berg (Tasmer)\n\n“We lost,” said Ana Lind.", &["We lost, → Ana Lind"]);
}

#[test]
fn a_dash_leads_to_who_said_it_with_what_they_are_and_when() {
    let first = "“Yes,” said Ana Lind.\n\n";
    for (line, name) in [
        ("“It is late” – Paul Stroud after the boat race.", "Paul Stroud"),
        ("“It is late” – Vellin's Paul Stroud.", "Paul Stroud"),
        ("“It is late” – Vellin boss Paul Stroud (lost 5-2 at Marn).", "Paul Stroud"),
        ("“It is late” - harbour master Ellen Orre on the delay.", "Ellen Orre"),
    ] {
        expect(&format!("{first}{line}"), &["Yes, → Ana Lind", &format!("It is late → {name}")]);
    }
}

#[test]
fn what_words_are_about_does_not_say_them() {
    let first = "Tom Berg said: “We row on.”\n\n";
    for line in [
        "On Ellen Orre: “She will win next year.”",
        "On chasing the record: “She will win next year.”",
        "On why the boat was sold: “She will win next year.”",
        "Paul Stroud of the Tasmer Post got a curt reply: “She will win next year.”",
    ] {
        expect(&format!("{first}{line}"), &["We row on. → Tom Berg", "She will win next year. → Tom Berg"]);
    }
    for line in [
        "On Monday Ellen Orre said: “She will win next year.”",
        "On the boat race Ellen Orre was blunt: “She will win next year.”",
        "On the boat race, Ellen Orre added: “She will win next year.”",
        "He got a reply from Ellen Orre: “She will win next year.”",
    ] {
        expect(&format!("{first}{line}"), &["We row on. → Tom Berg", "She will win next year. → Ellen Orre"]);
    }
}

#[test]
fn an_age_and_a_town_stand_between_a_name_and_its_verb() {
    expect("Sarah, 19, from Vellin said: “It is late.”", &["It is late. → Sarah"]);
    expect("“It is late,” Tom Berg, 45, of Tasmer said.", &["It is late, → Tom Berg"]);
}

#[test]
fn what_somebody_answers_is_another_s() {
    let text = "Lind left. In response to “Will you go?”, Ellen Orre said: “No.”";
    expect(text, &["Will you go? → ?", "No. → Ellen Orre"]);
}

#[test]
fn somebody_puts_it_so_whatever_else_they_do() {
    let text = "As one reporter following the talks put it, “it is late in the day.”";
    expect(text, &["it is late in the day. → one reporter"]);
    expect("As Ana Lind put it, “it is late in the day.”", &["it is late in the day. → Ana Lind"]);
}

#[test]
fn a_surname_begins_with_its_particles() {
    let met = "The council met on Tuesday.\n\nAnna von der Lind was there, and so was Bill de Varn.\n\n";
    let said = "“Late,” said von der Lind. “Not yet,” said de Varn. “Soon,” de Varn added.";
    let told = ["Late, → Anna von der Lind", "Not yet, → Bill de Varn", "Soon, → Bill de Varn"];
    expect(&format!("{met}{said}"), &told);
}

#[test]
fn what_tells_of_a_name_needs_no_comma_behind_it() {
    for line in [
        "Jane Orre, CEO and founder of Varn Foods said, “It is late.”",
        "Jane Orre, a spokeswoman for the city said, “It is late.”",
        "Jane Orre, who runs the mill in Vellin said, “It is late.”",
        "Jane Orre, whose sister drowned said: “It is late.”",
        "Jane Orre, 34, a teacher from Vellin said, “It is late.”",
        "In Vellin, Jane Orre, managing director of Varn & Sons said: “It is late.”",
    ] {
        expect(line, &["It is late. → Jane Orre"]);
    }
    expect("“It is late,” Jane Orre, founder of the Varn Institute said.", &["It is late, → Jane Orre"]);
    // There the words behind the comma say it.
    for (line, who) in [
        ("In Vellin, a city official said, “It is late.”", "a city official"),
        ("According to Jane Orre, a city official said, “It is late.”", "a city official"),
        ("To Tom Berg and Jane Orre, the mayor said: “It is late.”", "the mayor"),
        ("At the hall in Hudson, New Orrin Monday, the mayor said: “It is late.”", "the mayor"),
        ("Jane Orre, prosecutors said: “It is late.”", "prosecutors"),
    ] {
        expect(line, &[&format!("It is late. → {who}")]);
    }
    expect("Jane Orre, a city official said, “was late.”", &["was late. → a city official"]);
    expect("Jane Orre, who the mayor said was “late”, left.", &["late → the mayor"]);
}

#[test]
fn a_country_and_a_trade_by_their_letters_are_no_pronouns() {
    expect("“It is late,” said the US director.", &["It is late, → the US director"]);
    expect("“It is late,” said the IT manager.", &["It is late, → the IT manager"]);
}

#[test]
fn a_reporter_who_signs_behind_a_dash_says_nothing() {
    let text = "Lind said Monday that his party was “still the first in the land.”--Kim Hale.";
    expect(text, &["still the first in the land. → Lind"]);
}

#[test]
fn whom_a_paragraph_brings_in_says_what_the_next_one_quotes() {
    let text = "“We heard sirens,” said Ana Lind.\n\nRachel Orre ran to the scene, worried about her son.\n\n\
                “My son was there.”\n\n“He is safe.”";
    expect(text, &["We heard sirens, → Ana Lind", "My son was there. → Rachel Orre", "He is safe. → Rachel Orre"]);
    // One who was named before is no newcomer by the surname alone.
    let text = "“We heard sirens,” said Ana Lind.\n\nLind ran to the scene.\n\n“My son was there.”";
    expect(text, &["We heard sirens, → Ana Lind", "My son was there. → Ana Lind"]);
}

#[test]
fn two_given_names_are_one_person_s() {
    let text = "The bank is old.\n\nMary Lou Orre came in 1943. “I was young,” said Mary Lou. “Yes,” said Orre.";
    expect(text, &["I was young, → Mary Lou Orre", "Yes, → Mary Lou Orre"]);
}
