// SPDX-License-Identifier: Apache-2.0
#include "evaluation/gallery/task_parts.h"

namespace fe::evaluation {
namespace {

GalleryTask sentiment()
{
    GalleryTask task;
    task.id = "sentiment-ko";
    task.family = "sentiment";
    task.title = "감상평의 감정";
    task.summary = "감정이 적힌 감상평 세 개를 보고 네 번째 감상평의 감정을 답합니다.";
    task.labels = { "긍정", "부정" };
    task.plan.pattern = ownPattern("감상평: {text}\n감정: {label}");
    task.plan.answerField = "label";
    task.examples = ownTable({ "text", "label" },
                             { { "집에 가는 내내 웃음이 났다.", "긍정" },
                               { "두 시간이 아까웠다.", "부정" },
                               { "신인 배우가 모든 장면을 빛냈다.", "긍정" },
                               { "농담은 낡았고 결말은 말이 안 된다.", "부정" },
                               { "화면이 아름답고 이야기가 오래 남는다.", "긍정" },
                               { "끝나기 전에 극장을 나왔다.", "부정" } });
    task.shots = 3;
    task.query = { { "text", "배우들도 지루해 보였고 나도 지루했다." } };
    task.expected = "부정";
    task.rule = labelRule(task.labels);
    task.maxTokens = 8;
    task.stop = { "\n" };
    return task;
}

std::vector<GalleryTask> translations()
{
    GalleryTask task;
    task.family = "translation";
    task.plan.instruction = "영어를 한국어로 옮기세요.";
    task.plan.pattern = ownPattern("영어: {english}\n한국어: {korean}");
    task.plan.answerField = "korean";
    task.examples = ownTable({ "english", "korean" },
                             { { "The train leaves at seven.", "기차는 일곱 시에 떠난다." },
                               { "My sister is reading a book.", "내 여동생은 책을 읽고 있다." },
                               { "We would like two coffees.", "커피 두 잔 주세요." } });
    task.query = { { "english", "The cat is sleeping on the chair." } };
    task.expected = "고양이가 의자 위에서 자고 있다.";
    task.rule = ruleOf(AnswerRule::Kind::FirstLine);
    task.maxTokens = 48;
    task.stop = { "\n" };
    std::vector<GalleryTask> tasks(3, task);
    const struct {
        const char* id;
        const char* title;
        const char* summary;
        std::size_t shots;
    } kinds[] = {
        { "translation-zero-ko", "영한 번역, 예시 없이", "지시문만으로 충분할까요?", 0 },
        { "translation-one-ko", "영한 번역, 예시 하나",
          "번역된 문장 하나가 무엇을 원하는지 보여 줍니다.", 1 },
        { "translation-few-ko", "영한 번역, 예시 여럿",
          "번역된 문장 세 개를 보고 같은 방식으로 이어 갑니다.", 3 },
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
    task.id = "entities-ko";
    task.family = "entities";
    task.title = "사람과 장소의 이름";
    task.summary = "문장에서 PERSON과 LOCATION을 찾습니다. 형식은 예시만이 알려 줍니다.";
    task.plan.instruction = "글에서 사람과 장소를 찾으세요.";
    task.plan.pattern = ownPattern("글: {text}\n개체: {entities}");
    task.plan.answerField = "entities";
    task.examples = ownTable(
        { "text", "entities" },
        { { "박미나는 지난봄 부산에서 오슬로로 이사했다.",
            "PERSON: 박미나; LOCATION: 부산, 오슬로" },
          { "리스본에서 김도윤이 이서연을 만났다.", "PERSON: 김도윤, 이서연; LOCATION: 리스본" },
          { "제주로 가는 배가 또 늦었다.", "PERSON: 없음; LOCATION: 제주" } });
    task.shots = 3;
    task.query = { { "text", "작년에 최하은은 로마에서 나이로비로 날아갔다." } };
    task.expected = "PERSON: 최하은; LOCATION: 로마, 나이로비";
    task.rule = ruleOf(AnswerRule::Kind::FirstLine);
    task.maxTokens = 48;
    task.stop = { "\n" };
    return task;
}

GalleryTask addition()
{
    GalleryTask task;
    task.id = "addition-ko";
    task.family = "addition";
    task.title = "세 자리 덧셈";
    task.summary = "예시만 보고 하는 산수입니다. 작은 모델은 대개 비슷하게만 맞힙니다.";
    task.plan.pattern = ownPattern("질문: {a} 더하기 {b}는 얼마인가요?\n답: {sum}");
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
    task.id = "unscramble-ko";
    task.family = "unscramble";
    task.title = "뒤섞인 낱말 맞히기";
    task.summary = "글자 순서가 뒤섞였습니다. 토큰을 읽는 모델에게는 어려운 일입니다.";
    task.plan.instruction = "글자의 순서를 바로잡아 낱말을 만드세요.";
    task.plan.pattern = ownPattern("글자: {letters}\n낱말: {word}");
    task.plan.answerField = "word";
    task.examples = ownTable({ "letters", "word" },
                             { { "거전자", "자전거" },
                               { "이고양", "고양이" },
                               { "관서도", "도서관" },
                               { "라해기바", "해바라기" } });
    task.shots = 4;
    task.query = { { "letters", "기행비" } };
    task.expected = "비행기";
    task.rule = ruleOf(AnswerRule::Kind::FirstLine);
    task.maxTokens = 12;
    task.stop = { "\n" };
    return task;
}

GalleryTask topics()
{
    GalleryTask task;
    task.id = "topics-ko";
    task.family = "topics";
    task.title = "세 주제 가운데 하나";
    task.summary = "훈련 없이 프롬프트의 예시만으로 분류합니다: 스포츠, 과학, 경제.";
    task.labels = { "스포츠", "과학", "경제" };
    task.plan.pattern = ownPattern("제목: {text}\n주제: {label}");
    task.plan.answerField = "label";
    task.examples = ownTable({ "text", "label" },
                             { { "홈팀, 연장전 끝에 결승전 승리", "스포츠" },
                               { "새 망원경, 먼 은하의 가장자리를 보다", "과학" },
                               { "은행, 세 번째로 금리를 올리다", "경제" },
                               { "십 년 묵은 기록을 깬 수영 선수", "스포츠" },
                               { "쥐의 노화를 늦추는 단백질 발견", "과학" },
                               { "반도체 회사, 늘어난 수요에 공장을 더 짓다", "경제" } });
    task.shots = 6;
    task.query = { { "text", "골키퍼, 우승 뒤 두 시즌 더 뛰기로" } };
    task.expected = "스포츠";
    task.rule = labelRule(task.labels);
    task.maxTokens = 8;
    task.stop = { "\n" };
    return task;
}

WordProblem wordProblem()
{
    WordProblem problem;
    problem.language = "ko";
    problem.suffix = "-ko";
    problem.pattern = "질문: {question}\n답: {answer}";
    problem.reasoned = "{rationale} 답은 {answer}입니다.";
    problem.trigger = "차근차근 생각해 봅시다.";
    return problem;
}

std::vector<GalleryTask> tennis()
{
    WordProblem problem = wordProblem();
    problem.id = "tennis";
    problem.titles[0] = "테니스공, 답만";
    problem.titles[1] = "테니스공, 한 단계씩";
    problem.titles[2] = "테니스공, “차근차근 생각해 봅시다”";
    problem.summaries[0] = "답만 적힌 예시입니다. 모델은 답을 한 번에 짐작해야 합니다.";
    problem.summaries[1] = "같은 예시에 풀이를 더했습니다. 모델은 답하기 전에 생각합니다.";
    problem.summaries[2] = "예시 없이 한 문장으로 풀이를 청합니다.";
    problem.examples = ownTable(
        { "question", "rationale", "answer" },
        { { "코치가 테니스공 12개를 가져왔고 창고에서 공이 3개씩 든 통 4개를 찾았습니다. 쓸 수 "
            "있는 "
            "테니스공은 몇 개인가요?",
            "통에는 4 x 3 = 12개가 있습니다. 코치가 가져온 12개를 더하면 12 + 12 = 24개입니다.",
            "24" },
          { "가게 벽에 라켓이 9개 걸려 있고 라켓이 8개씩 든 상자 2개를 풀었습니다. 가게에 라켓은 "
            "모두 몇 개인가요?",
            "상자에는 2 x 8 = 16개가 있습니다. 벽에 걸린 9개를 더하면 9 + 16 = 25개입니다.",
            "25" } });
    problem.question
        = "동호회에 테니스공이 18개 남았고 6개들이 상자 5개를 주문했습니다. 상자가 오면 "
          "테니스공은 모두 몇 개인가요?";
    problem.answer = "48";
    return wordProblemTasks(problem);
}

std::vector<GalleryTask> cafeteria()
{
    WordProblem problem = wordProblem();
    problem.id = "cafeteria";
    problem.titles[0] = "구내식당, 답만";
    problem.titles[1] = "구내식당, 한 단계씩";
    problem.titles[2] = "구내식당, “차근차근 생각해 봅시다”";
    problem.summaries[0] = "빼고 더하는 문제를 한 번에 답합니다.";
    problem.summaries[1] = "풀이가 있는 예시를 보고 작은 두 단계로 나누어 풉니다.";
    problem.summaries[2] = "예시 없이 한 문장으로 풀이를 청합니다.";
    problem.examples = ownTable(
        { "question", "rationale", "answer" },
        { { "버스에 31명이 타고 있습니다. 시장에서 12명이 내리고 9명이 탔습니다. 버스에는 몇 명이 "
            "있나요?",
            "12명이 내린 뒤에는 31 - 12 = 19명입니다. 9명이 탄 뒤에는 19 + 9 = 28명입니다.", "28" },
          { "책꽂이에 책이 60권 있었습니다. 사람들이 25권을 빌려 가고 14권을 돌려주었습니다. "
            "책꽂이에 "
            "책은 몇 권인가요?",
            "25권을 빌려 간 뒤에는 60 - 25 = 35권입니다. 돌려준 14권을 더하면 35 + 14 = "
            "49권입니다.",
            "49" } });
    problem.question
        = "아침에 구내식당에 샌드위치가 45개 있었습니다. 낮까지 28개가 팔렸고 주방에서 "
          "15개를 새로 만들었습니다. 샌드위치는 몇 개가 되었나요?";
    problem.answer = "32";
    return wordProblemTasks(problem);
}

} // namespace

std::vector<GalleryTask> koreanTasks()
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
        task.language = "ko";
        task.sampling = greedySampling();
    }
    return tasks;
}

} // namespace fe::evaluation
