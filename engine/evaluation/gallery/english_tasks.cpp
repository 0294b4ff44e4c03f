// SPDX-License-Identifier: Apache-2.0
#include "evaluation/gallery/task_parts.h"

namespace fe::evaluation {
namespace {

GalleryTask sentiment()
{
    GalleryTask task;
    task.id = "sentiment";
    task.family = "sentiment";
    task.title = "Sentiment of a review";
    task.summary = "Three reviews with their sentiment, and the model answers for the fourth.";
    task.labels = { "positive", "negative" };
    task.plan.pattern = ownPattern("Review: {text}\nSentiment: {label}");
    task.plan.answerField = "label";
    task.examples
        = ownTable({ "text", "label" },
                   { { "I smiled all the way home after this film.", "positive" },
                     { "Two hours of my life that I will never get back.", "negative" },
                     { "The young lead carries every scene with charm.", "positive" },
                     { "The jokes are stale and the ending makes no sense.", "negative" },
                     { "Beautifully shot, and the story stays with you for days.", "positive" },
                     { "I left the cinema before it was over.", "negative" } });
    task.shots = 3;
    task.query = { { "text", "The actors look bored, and so was I." } };
    task.expected = "negative";
    task.rule = labelRule(task.labels);
    task.maxTokens = 8;
    task.stop = { "\n" };
    return task;
}

std::vector<GalleryTask> translations()
{
    GalleryTask task;
    task.family = "translation";
    task.plan.instruction = "Translate English to French.";
    task.plan.pattern = ownPattern("English: {english}\nFrench: {french}");
    task.plan.answerField = "french";
    task.examples = ownTable({ "english", "french" },
                             { { "The train leaves at seven.", "Le train part à sept heures." },
                               { "My sister is reading a book.", "Ma sœur lit un livre." },
                               { "We would like two coffees.", "Nous voudrions deux cafés." } });
    task.query = { { "english", "The cat is sleeping on the chair." } };
    task.expected = "Le chat dort sur la chaise.";
    task.rule = ruleOf(AnswerRule::Kind::FirstLine);
    task.maxTokens = 32;
    task.stop = { "\n" };
    std::vector<GalleryTask> tasks(3, task);
    const struct {
        const char* id;
        const char* title;
        const char* summary;
        std::size_t shots;
    } kinds[] = {
        { "translation-zero", "English to French, zero-shot",
          "The instruction alone: is it enough?", 0 },
        { "translation-one", "English to French, one-shot",
          "One translated sentence shows what is wanted.", 1 },
        { "translation-few", "English to French, few-shot",
          "Three translated sentences, and the model goes on in the same way.", 3 },
    };
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        tasks[i].id = kinds[i].id;
        tasks[i].title = kinds[i].title;
        tasks[i].summary = kinds[i].summary;
        tasks[i].shots = kinds[i].shots;
    }
    return tasks;
}

GalleryTask entities()
{
    GalleryTask task;
    task.id = "entities";
    task.family = "entities";
    task.title = "Names of persons and places";
    task.summary = "Marks PERSON and LOCATION in a sentence, in a format that only the examples "
                   "define.";
    task.plan.instruction = "Find the persons and the locations in the text.";
    task.plan.pattern = ownPattern("Text: {text}\nEntities: {entities}");
    task.plan.answerField = "entities";
    task.examples
        = ownTable({ "text", "entities" },
                   { { "Mina Park moved from Busan to Oslo last spring.",
                       "PERSON: Mina Park; LOCATION: Busan, Oslo" },
                     { "In Lisbon, Tom Becker met Aisha Khan for lunch.",
                       "PERSON: Tom Becker, Aisha Khan; LOCATION: Lisbon" },
                     { "The ferry to Jeju was late again.", "PERSON: none; LOCATION: Jeju" } });
    task.shots = 3;
    task.query = { { "text", "Last year Elena Rossi flew from Rome to Nairobi." } };
    task.expected = "PERSON: Elena Rossi; LOCATION: Rome, Nairobi";
    task.rule = ruleOf(AnswerRule::Kind::FirstLine);
    task.maxTokens = 40;
    task.stop = { "\n" };
    return task;
}

GalleryTask addition()
{
    GalleryTask task;
    task.id = "addition";
    task.family = "addition";
    task.title = "Adding three digits";
    task.summary = "Arithmetic from examples alone: small models mostly get it nearly right.";
    task.plan.pattern = ownPattern("Q: What is {a} plus {b}?\nA: {sum}");
    task.plan.answerField = "sum";
    task.examples = ownTable({ "a", "b", "sum" },
                             { { "248", "153", "401" },
                               { "617", "262", "879" },
                               { "385", "470", "855" },
                               { "129", "706", "835" } });
    task.shots = 4;
    task.query = { { "a", "523" }, { "b", "314" } };
    task.expected = "837";
    task.rule = ruleOf(AnswerRule::Kind::LastNumber);
    task.maxTokens = 8;
    task.stop = { "\n" };
    return task;
}

GalleryTask unscrambling()
{
    GalleryTask task;
    task.id = "unscramble";
    task.family = "unscramble";
    task.title = "Unscrambling a word";
    task.summary = "Letters in the wrong order: hard for a model that reads tokens and no letters.";
    task.plan.instruction = "Put the letters in order so that they form a word.";
    task.plan.pattern = ownPattern("Letters: {letters}\nWord: {word}");
    task.plan.answerField = "word";
    task.examples = ownTable({ "letters", "word" },
                             { { "rtaew", "water" },
                               { "oushe", "house" },
                               { "nadgre", "garden" },
                               { "iwodnw", "window" } });
    task.shots = 4;
    task.query = { { "letters", "cismu" } };
    task.expected = "music";
    task.rule = ruleOf(AnswerRule::Kind::FirstLine);
    task.maxTokens = 8;
    task.stop = { "\n" };
    return task;
}

GalleryTask topics()
{
    GalleryTask task;
    task.id = "topics";
    task.family = "topics";
    task.title = "One of three topics";
    task.summary = "Classification by examples in the prompt, without training: sports, science or "
                   "business.";
    task.labels = { "sports", "science", "business" };
    task.plan.pattern = ownPattern("Headline: {text}\nTopic: {label}");
    task.plan.answerField = "label";
    task.examples
        = ownTable({ "text", "label" },
                   { { "Home team wins the final in extra time", "sports" },
                     { "New telescope sees the edge of a distant galaxy", "science" },
                     { "Bank raises interest rates for the third time", "business" },
                     { "Swimmer breaks a record that stood for ten years", "sports" },
                     { "Researchers find a protein that slows ageing in mice", "science" },
                     { "Chip maker opens a second factory to meet demand", "business" } });
    task.shots = 6;
    task.query = { { "text", "Goalkeeper signs for two more seasons after cup win" } };
    task.expected = "sports";
    task.rule = labelRule(task.labels);
    task.maxTokens = 8;
    task.stop = { "\n" };
    return task;
}

WordProblem wordProblem()
{
    WordProblem problem;
    problem.language = "en";
    problem.pattern = "Q: {question}\nA: {answer}";
    problem.reasoned = "{rationale} The answer is {answer}.";
    problem.trigger = "Let's think step by step.";
    return problem;
}

std::vector<GalleryTask> tennis()
{
    WordProblem problem = wordProblem();
    problem.id = "tennis";
    problem.titles[0] = "Tennis balls, answer only";
    problem.titles[1] = "Tennis balls, step by step";
    problem.titles[2] = "Tennis balls, \"let's think step by step\"";
    problem.summaries[0]
        = "Examples that show the answer alone: the model has to guess it at once.";
    problem.summaries[1] = "The same examples with their reasoning: the model reasons before it "
                           "answers.";
    problem.summaries[2] = "No example; one sentence asks for reasoning.";
    problem.examples = ownTable(
        { "question", "rationale", "answer" },
        { { "A coach brings 12 tennis balls to practice and finds 4 tubes in the cupboard, each "
            "holding 3 balls. How many tennis balls can the team use?",
            "The tubes hold 4 x 3 = 12 balls. With the 12 that the coach brought, that makes "
            "12 + 12 = 24.",
            "24" },
          { "A shop has 9 rackets on the wall and unpacks 2 crates of 8 rackets. How many rackets "
            "are there in the shop?",
            "The crates hold 2 x 8 = 16 rackets. With the 9 on the wall, that makes 9 + 16 = 25.",
            "25" } });
    problem.question = "A club has 18 tennis balls left and orders 5 boxes of 6. How many tennis "
                       "balls will it have when the boxes arrive?";
    problem.answer = "48";
    return wordProblemTasks(problem);
}

std::vector<GalleryTask> cafeteria()
{
    WordProblem problem = wordProblem();
    problem.id = "cafeteria";
    problem.titles[0] = "Cafeteria, answer only";
    problem.titles[1] = "Cafeteria, step by step";
    problem.titles[2] = "Cafeteria, \"let's think step by step\"";
    problem.summaries[0] = "Something is taken away and something added: answered at once.";
    problem.summaries[1] = "The same with worked examples, which make two small steps of it.";
    problem.summaries[2] = "No example; one sentence asks for reasoning.";
    problem.examples = ownTable(
        { "question", "rationale", "answer" },
        { { "A bus carries 31 people. At the market 12 get off and 9 get on. How many people are "
            "on the bus then?",
            "After 12 people got off there were 31 - 12 = 19. After 9 got on there were "
            "19 + 9 = 28.",
            "28" },
          { "A library shelf held 60 books. Readers borrowed 25 of them and brought 14 back. How "
            "many books are on the shelf?",
            "After 25 books were borrowed there were 60 - 25 = 35. With the 14 that came back "
            "there are 35 + 14 = 49.",
            "49" } });
    problem.question = "In the morning the school cafeteria had 45 sandwiches. By noon 28 were "
                       "sold, and the kitchen made 15 fresh ones. How many sandwiches were there "
                       "then?";
    problem.answer = "32";
    return wordProblemTasks(problem);
}

} // namespace

std::vector<GalleryTask> englishTasks()
{
    std::vector<GalleryTask> tasks { sentiment() };
    const auto add = [&](std::vector<GalleryTask> more) {
        for (GalleryTask& task : more) {
            tasks.push_back(std::move(task));
        }
    };
    add(translations());
    add({ entities(), addition(), unscrambling() });
    add(tennis());
    add(cafeteria());
    add({ topics() });
    for (GalleryTask& task : tasks) {
        task.language = "en";
        task.sampling = greedySampling();
    }
    return tasks;
}

} // namespace fe::evaluation
