//! Who is meant by the words around an English quotation: clauses, turns, second hand.

use onrecord::quotations::{How, MarkProblemKind, NotSpeech, QuotationKind};

use super::quotations::{expect, read};

/// How each quotation's speaker was found.
fn how(text: &str) -> Vec<&'static str> {
    let reading = read(text);
    let found = |utterance: usize| reading.utterances[utterance].attribution.how.as_str();
    reading.quotations.iter().map(|quotation| found(quotation.utterance)).collect()
}

/// Through whom the first quotation reached the reporter.
fn through(text: &str) -> Vec<String> {
    let reading = read(text);
    let attribution = &reading.utterances[reading.quotations[0].utterance].attribution;
    attribution.through.iter().map(|&speaker| reading.speakers[speaker].name.clone()).collect()
}

#[test]
fn a_reported_clause_does_not_take_its_reporters_words() {
    expect("Ana Lind said that the plan is late and called it “a farce.”", &["a farce. → Ana Lind"]);
    expect("Ana Lind told the board that Peter Orre is gone, adding that he “ran.”", &["ran. → Ana Lind"]);
    expect("Ana Lind said that Peter Orre begged the crew “to go on.”", &["to go on. → Peter Orre"]);
    expect("“We will not go,” Ana Lind, which the Courier claims, said.", &["We will not go, → Ana Lind"]);
}

#[test]
fn what_stands_between_name_and_verb_may_be_long() {
    expect("The mayor on Monday called the plan “a farce.”", &["a farce. → The mayor"]);
    expect("Ana Lind, the mayor, last week called the plan “a farce.”", &["a farce. → Ana Lind"]);
    expect("“We know it,” Rep. Ana Lind (D-Ore.) said.", &["We know it, → Ana Lind"]);
    expect("“We know it,” Sen. Ana Lind, R-Ky., said.", &["We know it, → Ana Lind"]);
    expect("Ana Lind said the U.S. “clearly” needed more ships.", &["clearly → Ana Lind"]);
    expect("Ana Lind said she’d asked her “people” to look.", &["people → Ana Lind"]);
    expect("The club’s owner, the trader Ana Lind, called it “a farce.”", &["a farce. → Ana Lind"]);
    expect("Ana Lind — , said it was “late.”", &["late. → Ana Lind"]);
    let neither = read("Neither Lind nor the board said it was “late.”");
    assert!(neither.speakers.iter().all(|speaker| !speaker.name.contains("Neither")));
}

#[test]
fn any_verb_reports_where_its_place_shows_it() {
    expect("“We lost it all,” Ana Lind pointed out.", &["We lost it all, → Ana Lind"]);
    expect("“We lost it all,” shrugged Ana Lind.", &["We lost it all, → Ana Lind"]);
    expect(
        "When Ana Lind asked for more time, Peter Orre fired back at once: “It is too late for that.”",
        &["It is too late for that. → Peter Orre"],
    );
    expect("Calling the plan “a farce,” Ana Lind left the hall.", &["a farce, → Ana Lind"]);
    expect("The crew left at noon, with Ana Lind calling it “a farce.”", &["a farce. → Ana Lind"]);
}

#[test]
fn questions_are_whose_who_asks() {
    expect("Asked “Will you go?”, Ana Lind shook her head.", &["Will you go? → ?"]);
    expect("When asked about the “long walk home,” Ana Lind said no.", &["long walk home, → ?"]);
    expect("Asked by Peter Orre “Will you go?”, Ana Lind said no.", &["Will you go? → Peter Orre"]);
    expect("Asked if she had regrets, Ana Lind said: “None.”", &["None. → Ana Lind"]);
    expect("Ana Lind paused, asked “Will you go?” and left.", &["Will you go? → Ana Lind"]);
}

#[test]
fn acts_of_saying_own_their_words() {
    expect("Ana Lind’s “no more ships” pledge was soon broken.", &["no more ships → Ana Lind"]);
    expect("The board turned down Ana Lind’s call for a “new harbour.”", &["new harbour. → Ana Lind"]);
}

#[test]
fn labels_and_posts() {
    expect("From the desk of Ana Lind: “We are ready.”", &["We are ready. → Ana Lind"]);
    expect("The winter road - more from Ana Lind: “We are ready.”", &["We are ready. → Ana Lind"]);
    expect("“We are ready” – Commissioner Ana Lind", &["We are ready → Ana Lind"]);
    expect("In a post on Chirper, the mayor, Ana Lind, wrote: “We are done.”", &["We are done. → Ana Lind"]);
    expect("Ana Lind tweeted: “We are done.”", &["We are done. → Ana Lind"]);
    expect(
        "“There is no fear in this town,” Ana Lind told me last week.",
        &["There is no fear in this town, → Ana Lind"],
    );
}

#[test]
fn words_behind_a_sentence_about_somebody_are_his() {
    let text = "“It is late,” Peter Orre said.\n\nAna Lind needed little time to think. “There is still a way.”";
    expect(text, &["It is late, → Peter Orre", "There is still a way. → Ana Lind"]);
    expect("Vellin has three hundred houses. “There is still a way.”", &["There is still a way. → ?"]);
}

#[test]
fn dialogue_alternates_once_two_speakers_are_known() {
    let text = "“Do you know the man?” Ana Lind asked.\n\n“No,” Peter Orre said.\n\n“Have you met his brother?”\n\n\
                “I have not.”\n\n“Not even once?”";
    expect(
        text,
        &[
            "Do you know the man? → Ana Lind",
            "No, → Peter Orre",
            "Have you met his brother? → Ana Lind",
            "I have not. → Peter Orre",
            "Not even once? → Ana Lind",
        ],
    );
    assert_eq!(how(text), ["cue", "cue", "alternation", "alternation", "alternation"]);
}

#[test]
fn a_news_story_goes_on_with_its_speaker() {
    let two =
        "“We will build it,” Ana Lind said.\n\n“We will not pay for it,” Peter Orre said.\n\n“The money is not there.”";
    expect(
        two,
        &[
            "We will build it, → Ana Lind",
            "We will not pay for it, → Peter Orre",
            "The money is not there. → Peter Orre",
        ],
    );
    assert_eq!(how(two), ["cue", "cue", "continued"]);
    let apart = "“Do you know the man?” Ana Lind asked.\n\n“No,” Peter Orre said.\n\nThe rain had stopped.\n\n\
                 “Have you met his brother?”";
    assert_eq!(how(apart)[2], "continued");
}

#[test]
fn two_as_good_are_ambiguous() {
    let reading = read("Ana Lind said, “We will not go,” Peter Orre said.");
    let attribution = &reading.utterances[0].attribution;
    assert_eq!((attribution.how, attribution.speaker), (How::Ambiguous, None));
    // One of them for each of two quotations: nothing is open.
    expect(
        "Ana Lind said, “We will not go,” and Peter Orre said, “We will.”",
        &["We will not go, → Ana Lind", "We will. → Peter Orre"],
    );
}

#[test]
fn second_hand_words_go_through_the_one_who_recounts() {
    for text in [
        "Ana Lind said, “We will not go,” Peter Orre recalled.",
        "Peter Orre, who recalled Ana Lind saying “we will not go,” left the hall.",
        "Peter Orre said Ana Lind told the crew: “We will not go.”",
    ] {
        let reading = read(text);
        let speaker = reading.speaker_of(&reading.quotations[0]).map(|speaker| speaker.name.as_str());
        assert_eq!(
            (speaker, through(text).as_slice()),
            (Some("Ana Lind"), ["Peter Orre".to_owned()].as_slice()),
            "{text}"
        );
    }
}

#[test]
fn a_missing_closing_mark_ends_at_the_attribution() {
    for text in ["“We will not go, said Ana Lind.", "“We will not go, Ana Lind said. The board meets on Monday."] {
        expect(text, &["We will not go, → Ana Lind"]);
        let problems = read(text).mark_problems;
        assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [MarkProblemKind::Unpaired]);
    }
    // Taken up by the next paragraph, it is a quotation of two.
    let text = "“We will not go, and to the board, I said. It is late.\n\n“And it is cold,” Ana Lind said.";
    expect(text, &["We will not go, and to the board, I said. It is late.\n\n“And it is cold, → Ana Lind"]);
}

#[test]
fn marks_for_something_else_say_for_what() {
    for (text, reason) in [
        ("Ships pay under the “Clean Harbour Act” of last year.", NotSpeech::Name),
        ("Police began operation “Cold Water” at dawn.", NotSpeech::Name),
        ("“We are done,” the mayor told “Harbour and Home” at noon.", NotSpeech::Name),
        ("A blog, called the “Feed,” had it first.", NotSpeech::Title),
        ("The board met at noon. Their slogan “hold fast” is old.", NotSpeech::Slogan),
        ("The so-called “harbour tax” was dropped.", NotSpeech::Term),
        ("The Danish word “havn” is a short one.", NotSpeech::Term),
        ("Peter “the Wolf” Orre ran the harbour.", NotSpeech::Nickname),
        ("She starred in the film “The Winter Road” as a child.", NotSpeech::Title),
    ] {
        let reading = read(text);
        let last = reading.quotations.last().unwrap();
        assert_eq!(last.kind, QuotationKind::NotSpeech(reason), "{text}");
    }
    // Somebody gives the name: that is speech.
    expect("Ana Lind has dubbed it “the long winter.”", &["the long winter. → Ana Lind"]);
}

#[test]
fn a_name_that_no_list_has_is_somebodys_by_what_is_said_of_it() {
    let before = "“It is late,” Ana Lind said.\n\n";
    for lead in [
        "Zanquil Orre was blunt.",
        "Ted Orre was blunt.",
        "Zanquil Orre did not hesitate.",
        "Zanquil Orre shrugs.",
        "Zanquil Orre, 42, left the hall.",
        "Zanquil Orre, the harbour master, left the hall.",
    ] {
        let text = format!("{before}{lead} “There is still a way.”");
        let name = lead.split(' ').next().unwrap();
        expect(&text, &["It is late, → Ana Lind", &format!("There is still a way. → {name} Orre")]);
    }
    let spoke = "“No,” Zanquil Orre said.\n\n“It is late,” Ana Lind said.\n\nOrre left the hall. “There is a way.”";
    expect(spoke, &["No, → Zanquil Orre", "It is late, → Ana Lind", "There is a way. → Zanquil Orre"]);
    let body = format!("{before}Vellin Harbour left the league. “There is still a way.”");
    expect(&body, &["It is late, → Ana Lind", "There is still a way. → Ana Lind"]);
}

#[test]
fn words_put_to_somebody_are_whose_who_puts_them() {
    for lead in [
        "When Peter Orre asked whether she was “giving up,” Ana Lind answered, “No.”",
        "Asked by Peter Orre whether she was “giving up,” Ana Lind answered: “No.”",
        "Pressed by Peter Orre on whether she was “giving up,” Ana Lind said: “No.”",
        "To Peter Orre’s question whether she was “giving up,” Ana Lind said: “No.”",
        "Responding to Peter Orre’s question about “giving up,” Ana Lind said: “No.”",
    ] {
        expect(lead, &["giving up, → Peter Orre", "No. → Ana Lind"]);
    }
    expect("Ana Lind rejected Peter Orre’s claim that she was “giving up.”", &["giving up. → Peter Orre"]);
    expect("Ana Lind was asked whether she was “giving up.”", &["giving up. → ?"]);
    expect("Ana Lind, asked whether she was “giving up,” said no.", &["giving up, → ?"]);
    // Hers all the same.
    expect("Ana Lind said Peter Orre’s remarks about ships were “a farce.”", &["a farce. → Ana Lind"]);
    expect("Ana Lind said Peter Orre’s claim that ships sink is “a farce.”", &["a farce. → Ana Lind"]);
    expect("Ana Lind was challenged over her claim that “ships sink at night.”", &["ships sink at night. → Ana Lind"]);
    expect("Ana Lind called Peter Orre’s claim that ships sink “a farce.”", &["a farce. → Ana Lind"]);
    expect("Ana Lind dismissed Peter Orre’s claim that ships sink as “a farce.”", &["a farce. → Ana Lind"]);
    expect("Asked about the plan, Ana Lind said it was “late.”", &["late. → Ana Lind"]);
    expect("When the board left it was “a shock to us,” Ana Lind said.", &["a shock to us, → Ana Lind"]);
}

#[test]
fn a_crowd_is_not_the_one_it_shouts_at() {
    for text in [
        "“I am grateful,” Ana Lind said, to cries of “Shame on you!” from the benches.",
        "“I am grateful,” Ana Lind said amid cries of “Shame on you!”",
        "“I am grateful,” Ana Lind said, drawing loud chants of “Shame on you!”",
    ] {
        expect(text, &["I am grateful, → Ana Lind", "Shame on you! → ?"]);
    }
    expect("Ana Lind was interrupted by shouts of “Shame on you!”", &["Shame on you! → ?"]);
    expect("Ana Lind was met with cries of “Shame on you!”", &["Shame on you! → ?"]);
    let next = "“I am grateful,” Ana Lind said, to cries of “Shame on you!” “It is over.”";
    expect(next, &["I am grateful, → Ana Lind", "Shame on you! → ?", "It is over. → Ana Lind"]);
}

#[test]
fn a_clause_of_its_own_is_no_apposition() {
    for lead in ["In a debate with Peter Orre", "After meeting Peter Orre", "Challenged by her rival, Peter Orre"] {
        let text = format!("{lead}, the governor said: “We will not go.”");
        expect(&text, &["We will not go. → the governor"]);
    }
    expect(
        "The crew met with Peter Orre, a former governor accused of theft. “We will go,” the former governor said.",
        &["We will go, → Peter Orre"],
    );
}

#[test]
fn words_are_summed_up_or_signed() {
    for text in [
        "“We will stay here,” Ana Lind and other farmers wrote.",
        "“We will stay here,” Ana Lind and two colleagues said in a letter.",
        "“We will stay here,” Ana Lind and 114 others wrote.",
        "“We will stay here,” Ana “Nan” Lind said.",
        "“We will stay here,” Ana Lind.",
        "“We will stay here” (Ana Lind)",
        "“We will stay here” is how Ana Lind put it.",
        "“We will stay here” was Ana Lind’s verdict.",
        "“We will stay here.” That was Ana Lind’s answer on Friday.",
        "Ana Lind’s words: “We will stay here.”",
        "Ana Lind and two colleagues said: “We will stay here.”",
        "For Ana Lind, it is simple: “We will stay here.”",
    ] {
        let reading = read(text);
        let quotation = reading.quotations.iter().find(|it| it.span.of(text).starts_with("We")).unwrap();
        let speaker = reading.speaker_of(quotation).map(|speaker| speaker.name.as_str());
        assert_eq!(speaker, Some("Ana Lind"), "{text}");
    }
    let reading = read("“We will stay,” Ana Lind, the author of “The Boat,” told the host.");
    assert_eq!(reading.speaker_of(&reading.quotations[0]).map(|it| it.name.as_str()), Some("Ana Lind"));
}

#[test]
fn a_sentence_behind_says_whose_the_words_were() {
    for behind in [
        "That was how Ana Lind put it on Tuesday.",
        "That is what Ana Lind told the court.",
        "Those were the words of Ana Lind on Tuesday.",
        "With those words, Ana Lind opened the fair.",
        "So said Ana Lind on Tuesday.",
    ] {
        expect(&format!("“We have tried it all.” {behind}"), &["We have tried it all. → Ana Lind"]);
        expect(&format!("“We have tried it all.”\n\n{behind}"), &["We have tried it all. → Ana Lind"]);
    }
    expect("“No other way,” was all Ana Lind would say.", &["No other way, → Ana Lind"]);
    expect("“We have tried it all.” That is what Ana Lind had wanted.", &["We have tried it all. → ?"]);
}

#[test]
fn acts_of_saying_name_who_does_them() {
    expect("The accusation by Tom Orre that the city “failed” stung.", &["failed → Tom Orre"]);
    expect("The minister rejected the claim by Tom Orre that the city “failed.”", &["failed. → Tom Orre"]);
    expect("Ana Lind is of the opinion that the city has “failed us all.”", &["failed us all. → Ana Lind"]);
    expect("It is the view of Ana Lind that the city has “failed us all.”", &["failed us all. → Ana Lind"]);
    expect("The message from Ana Lind was clear: “No other way.”", &["No other way. → Ana Lind"]);
    expect("The winter, “a time of rage” in the words of Ana Lind, is over.", &["a time of rage → Ana Lind"]);
    expect("Ana Lind opened the fair with the words “We are back.”", &["We are back. → Ana Lind"]);
    expect("With the words “We are back” Ana Lind opened the fair.", &["We are back → Ana Lind"]);
    expect("Ana Lind’s warning came on Monday: “No other way.”", &["No other way. → Ana Lind"]);
    expect("There was a warning from Ana Lind, too: “No other way.”", &["No other way. → Ana Lind"]);
    expect("Ana Lind is adamant the boats are “as safe as houses.”", &["as safe as houses. → Ana Lind"]);
    expect("As far as Ana Lind is concerned, it is “as safe as houses.”", &["as safe as houses. → Ana Lind"]);
    expect("To quote Ana Lind, it is “as safe as houses.”", &["as safe as houses. → Ana Lind"]);
    expect("It is, in Ana Lind’s phrase, “as safe as houses.”", &["as safe as houses. → Ana Lind"]);
    expect("“Safe as houses” is how Ana Lind describes the boats.", &["Safe as houses → Ana Lind"]);
    expect("Branded “a fool” by Tom Orre, Ana Lind walked out.", &["a fool → Tom Orre"]);
    expect("Tom Orre was fined by Ruth Hale, who called him “a fool.”", &["a fool. → Ruth Hale"]);
    expect("The villagers take it calmly: “They are like us.”", &["They are like us. → The villagers"]);
}

#[test]
fn a_clause_begins_behind_any_verb() {
    let text = "Lind withdrew the word “late” and said that it was “a bit slow.”";
    let reading = read(text);
    assert_eq!(reading.speaker_of(&reading.quotations[1]).map(|it| it.name.as_str()), Some("Lind"));
    let shouted = "“It is late,” Ana Lind said.\n\n“Tell him!” someone in the hall shouted.\n\n“No,” she said.";
    expect(shouted, &["It is late, → Ana Lind", "Tell him! → someone in the hall", "No, → Ana Lind"]);
}

#[test]
fn a_surname_of_two_is_nobodys_where_nothing_tells() {
    let text = "Paul Lind wrote on Sunday about his rival. His son, Eric Lind, spoke to the radio.\n\nEric Lind’s words \
                came after his father left.\n\n“The board is spending all of it,” Lind wrote.";
    let reading = read(text);
    let attribution = &reading.utterances[0].attribution;
    assert_eq!((attribution.how, attribution.candidates.len()), (How::Ambiguous, 2));
    let spoke = "Paul Lind left.\n\n“It is late,” Eric Lind said.\n\n“It is over,” Lind said.";
    expect(spoke, &["It is late, → Eric Lind", "It is over, → Eric Lind"]);
}

#[test]
fn few_words_may_be_speech() {
    expect(
        "Ana Lind spoke on Monday. Her party was there, and had “been ready since March.”",
        &["been ready since March. → Ana Lind"],
    );
    expect("Ana Lind told the board to act by June, or “I’ll resign.”", &["I’ll resign. → Ana Lind"]);
    assert_eq!(read("It was “the real deal.”").quotations[0].kind, QuotationKind::NotSpeech(NotSpeech::Term));
}

#[test]
fn a_newcomer_goes_before_whoever_spoke_last() {
    let paragraphs = [
        "Peter Orre was 12 when he first saw the sea.",
        "Peter Orre lost his house before he lost his job.",
        "Asked whether he would order an evacuation, Peter Orre paused.",
        "When he was 12, Peter Orre saw the sea.",
        "Peter Orre has run the bakery since 1981. It was his father’s.",
        "Peter Orre has run the bakery since 1981. His kitchen flooded within minutes.",
        "Peter Orre has run the bakery since 1981. It was raining.",
        "On Wednesday Peter Orre moved to Vellin.",
        "At 79 Peter Orre moved to Vellin.",
        "Westmere’s Peter Orre was less amused.",
        "Outside stood Peter Orre, 79.",
        "Among those who fled was Peter Orre.",
        "For Peter Orre, the flood was the third in ten years.",
    ];
    for paragraph in paragraphs {
        let text = format!("“No,” said Tom Fell.\n\n{paragraph} “We got wet,” he said.");
        expect(&text, &["No, → Tom Fell", "We got wet, → Peter Orre"]);
    }
    expect(
        "Tom Fell denies theft.\n\nPeter Orre told the jury that the pipes lay in what he called “a very tidy row”.",
        &["a very tidy row → Peter Orre"],
    );
    expect(
        "“We had to act,” Tom Fell said. Peter Orre was fired on Monday, he said. “He stole,” he said.",
        &["We had to act, → Tom Fell", "He stole, → Tom Fell"],
    );
}

#[test]
fn what_stands_behind_a_name_is_no_part_of_it() {
    for behind in ["cheerfully", "drily", "minutes later", "last night", "backstage", "moments before the vote"] {
        expect(&format!("“We will not go,” said Ana Lind {behind}."), &["We will not go, → Ana Lind"]);
    }
    expect("“Don’t bother,” wrote Ana Lind underneath the post.", &["Don’t bother, → Ana Lind"]);
}

#[test]
fn a_phrase_goes_no_further_than_its_noun() {
    expect(
        "A senior official who asked not to be named said: “It cost too much.”",
        &["It cost too much. → A senior official"],
    );
    expect(
        "The man accused of stealing from the Vellin Youth Choir told police: “I was minding them.”",
        &["I was minding them. → The man"],
    );
    expect("“It works,” said the mayor as Peter Orre looked on.", &["It works, → the mayor"]);
    expect("Said Ana Lind: “We are done with it.”", &["We are done with it. → Ana Lind"]);
    expect("VELLIN (AP) — Castle Foods cut its forecast. “We will win,” it said.", &["We will win, → Castle Foods"]);
    for body in
        ["the Justice Ministry", "the Orrin County Sheriff’s Office", "the Governor’s Office", "King’s College Vellin"]
    {
        let name = body.trim_start_matches("the ");
        expect(&format!("“We will win,” {body} said."), &[&format!("We will win, → {name}")]);
    }
}

#[test]
fn roles_ages_and_kin_take_up_a_name() {
    for who in [
        "Ana Lind, a 26-year-old nurse, survived",
        "Ana Lind, who is a nurse, survived",
        "Ana Lind is a nurse at the clinic",
        "Her mother, Ana Lind, a nurse, survived",
    ] {
        expect(&format!("{who}. “I heard a bang,” the nurse said."), &["I heard a bang, → Ana Lind"]);
    }
    expect(
        "Tove Wrobel, 38, found it. Tom Fell disagreed. “No,” he said. “It is new,” the 38-year-old said.",
        &["No, → Tom Fell", "It is new, → Tove Wrobel"],
    );
    expect("His mother, Ana Lind, works nights. “I heard a bang,” his mother said.", &["I heard a bang, → Ana Lind"]);
    expect(
        "The Minister for Health, Ana Lind, promised help. “We will come,” the minister said.",
        &["We will come, → Ana Lind"],
    );
    expect(
        "Hamid al-Orrin lit a fire. “The beetle did not mind,” al-Orrin said.",
        &["The beetle did not mind, → Hamid al-Orrin"],
    );
    expect("Ex-mayor Deng Wynd spent months away. “I was scratched,” Wynd said.", &["I was scratched, → Deng Wynd"]);
    expect("Bassist Deng Wynd spent months away. “I was scratched,” Wynd said.", &["I was scratched, → Deng Wynd"]);
}

#[test]
fn families_share_a_surname_that_is_told_once() {
    expect(
        "Tony Orre and his wife, Elin, have won. “It’s art,” Mrs Orre said. “It is a shark,” said Mr Orre.",
        &["It’s art, → Elin Orre", "It is a shark, → Tony Orre"],
    );
    expect(
        "Elin and Tony Orre have won. “It’s art,” Mrs Orre said. “It is a shark,” said Mr Orre.",
        &["It’s art, → Elin Orre", "It is a shark, → Tony Orre"],
    );
    // Nobody tells who she is, and he is not her.
    expect("Tony Orre has won. “It’s art,” Mrs Orre said.", &["It’s art, → Orre"]);
    expect("Tove Orre, 38, found it. “It is new,” the mother-of-two said.", &["It is new, → Tove Orre"]);
    expect(
        "Tove Orre, 38, found it. Her solicitor agreed. Asked why, the mother of two said: “It is new.”",
        &["It is new. → Tove Orre"],
    );
    expect("Justice Ana Lind heard the case. “It is clear,” the judge said.", &["It is clear, → Ana Lind"]);
}

#[test]
fn somebody_new_without_a_name_is_whom_a_pronoun_takes_up() {
    for who in [
        "A nurse, speaking on condition of anonymity, said the ward was full.",
        "A nurse who asked not to be named said the ward was full.",
        "A nurse at the clinic said the ward was full.",
    ] {
        let told = format!("Tove Orre runs it. “All is well,” Orre said.\n\n{who} “We had no beds,” she said.");
        let nurse = if who.contains("at the") { "A nurse at the clinic" } else { "A nurse" };
        expect(&told, &["All is well, → Tove Orre", &format!("We had no beds, → {nurse}")]);
    }
    expect(
        "Tove Orre left. “Bye,” she said.\n\nAccording to a witness, it was over. “We saw it all,” she said.",
        &["Bye, → Tove Orre", "We saw it all, → a witness"],
    );
    expect(
        "Ana Lind (“I can think of nobody better”) and Jon Orre (“It was time”) were glad.",
        &["I can think of nobody better → Ana Lind", "It was time → Jon Orre"],
    );
    expect("Ana Lind heard Tom Orre say, “I’m leaving.”", &["I’m leaving. → Tom Orre"]);
    expect("Tom Orre came late. “Save one,” he corrected himself.", &["Save one, → Tom Orre"]);
    expect("One email warned that the accounts were “a work of fiction”.", &["a work of fiction → One email"]);
    expect(
        "Vellin council refused on the grounds that the statue was “ugly and alarming”.",
        &["ugly and alarming → Vellin council"],
    );
}

#[test]
fn a_surname_is_filled_up_from_what_is_quoted_and_from_nothing_else() {
    expect(
        "“My neighbour Gwil Orre told me,” Ana Lind said. “It is true,” Orre said.",
        &["My neighbour Gwil Orre told me, → Ana Lind", "It is true, → Gwil Orre"],
    );
    expect("The march began in Orrin Park. “It is true,” Ms Park said.", &["It is true, → Park"]);
}

#[test]
fn what_something_is_called_is_said_by_nobody() {
    for told in [
        "Tom Orre, 52, known to friends as “Zippy”, denies burglary.",
        "They run a double act called “the Twins”.",
        "They lived in a house called “the Ark”.",
        "Ana Lind wrote “Mildly Haunted”, a novel about grief, in 2011.",
        "Ana Lind wrote “Mildly Haunted,” a novel about grief, in the year of the flood.",
        "The letters go on display in May under the title “Yours, in haste.”",
    ] {
        let said = crate::quotations::said(&crate::quotations::read(told));
        assert!(matches!(&said[..], [one] if one.ends_with(')')), "{told}: {said:?}");
    }
    expect("Ana Lind wrote: “We Will Rise,” a promise to the town.", &["We Will Rise, → Ana Lind"]);
}

#[test]
fn offices_stand_for_one_another_and_in_letters() {
    for (office, noun) in [
        ("Prime Minister Ana Lind", "the PM"),
        ("Chief Minister Ana Lind", "the CM"),
        ("Attorney General Ana Lind", "the AG"),
        ("Ana Lind, the chief executive of Castle Foods,", "the CEO"),
        ("CEO Ana Lind", "the chief executive"),
        ("The congresswoman, Ana Lind,", "the lawmaker"),
        ("Senator Ana Lind", "the Harbour Party lawmaker"),
        ("Pope Ana Lind", "the pontiff"),
        ("Coach Ana Lind", "the manager"),
        ("District Attorney Ana Lind", "the prosecutor"),
    ] {
        expect(&format!("{office} left. “No,” {noun} said."), &["No, → Ana Lind"]);
    }
    for office in [
        "DI",
        "PC",
        "Engr.",
        "Alhaji",
        "Shri",
        "Minister of State for Railways",
        "Leader of the Opposition",
        "Secretary of State",
        "Chief of Staff",
        "Governor of Orrin",
        "Archbishop of New Vellin",
        "Head of Media",
    ] {
        expect(&format!("{office} Ana Lind said: “We will see.”"), &["We will see. → Ana Lind"]);
    }
    expect("DS Lind said: “No.” Ana Lind leads the team.", &["No. → Ana Lind"]);
    expect("“An act of terror,” Lind wrote on X. Ana Lind is president.", &["An act of terror, → Ana Lind"]);
    expect(
        "A spokesperson for Vellin Police said: “Nobody is hurt.” They added: “It was loud.”",
        &["Nobody is hurt. → A spokesperson for Vellin Police", "It was loud. → A spokesperson for Vellin Police"],
    );
    expect("Brokers at Harbour Bank said the shares were “overdone”.", &["overdone → Brokers at Harbour Bank"]);
}

#[test]
fn papers_speak_for_who_wrote_them() {
    for told in [
        "Ana Lind’s memo said the plan was “dead in the water”.",
        "Ana Lind is mayor. A letter from Ana Lind to the council called the plan “dead in the water”.",
        "Tom Orre got a letter from Ana Lind saying the plan was “dead in the water”. Ana Lind is mayor.",
        "Tom Orre smiled. The plan is off, tweeted Ana Lind, calling it “dead in the water”.",
    ] {
        expect(told, &["dead in the water → Ana Lind"]);
    }
    expect("“Good riddance to the plan,” came the reply from Ana Lind.", &["Good riddance to the plan, → Ana Lind"]);
    expect("Ana Lind’s reaction was blunt: “Good riddance to the plan.”", &["Good riddance to the plan. → Ana Lind"]);
    expect("“If not now, when?” Ana Lind wondered aloud.", &["If not now, when? → Ana Lind"]);
    expect("The review found “serious failings” at the clinic.", &["serious failings → The review"]);
    expect(
        "‘If not now, when?’: Ana Lind on the plan\n\nAna Lind spoke to the town on Monday.",
        &["If not now, when? → Ana Lind"],
    );
}

#[test]
fn a_verb_is_understood_and_somebody_sees_it_so() {
    expect(
        "Ana Lind called it “a triumph” and Tom Orre “a disaster”.",
        &["a triumph → Ana Lind", "a disaster → Tom Orre"],
    );
    expect(
        "Ana Lind promised “a new quay”; Tom Orre, “no new taxes”.",
        &["a new quay → Ana Lind", "no new taxes → Tom Orre"],
    );
    for told in ["To Ana Lind, the plan is", "As Ana Lind sees it, the plan is", "By her own account, Ana Lind is"] {
        expect(&format!("{told} “dead on arrival”."), &["dead on arrival → Ana Lind"]);
    }
    expect("“Dead on arrival”: that’s how Ana Lind described it.", &["Dead on arrival → Ana Lind"]);
    expect("Ana Lind answered Tom Orre’s charge that she was “late”.", &["late → Tom Orre"]);
}

#[test]
fn may_will_and_mark_are_people_where_they_act() {
    expect("Clara May left. “We will go,” May said.", &["We will go, → Clara May"]);
    expect("Clara May left. “We will go,” said May.", &["We will go, → Clara May"]);
    expect("Tom Orre left. “We will go,” he said in May.", &["We will go, → Tom Orre"]);
    expect("Tom Orre told the council: “Will he go? Mark my words.”", &["Will he go? Mark my words. → Tom Orre"]);
    let reading = crate::quotations::read("Will he go? Mark my words, said Tom Orre. Grant the wish, he said.");
    let names: Vec<&str> = reading.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    assert_eq!(names, ["Tom Orre"]);
}
