// SPDX-License-Identifier: Apache-2.0
#include "base/guarded.h"
#include "base/rng.h"
#include "base/utf8.h"
#include "evaluation/example_draw.h"
#include "evaluation/gallery.h"

#include <algorithm>
#include <array>
#include <set>

namespace fe::evaluation {
namespace {

using Row = std::vector<std::string>;
using Words = std::vector<const char*>;

/// Sentences that are put together from three parts; the middle one says the label.
struct Sentences {
    Words openings;
    Words subjects;
    std::array<Words, 2> opinions; ///< of labels[0] and labels[1]
    std::array<const char*, 2> labels;
};

const Sentences& englishReviews()
{
    static const Sentences kReviews {
        { "", "Honestly, ", "All in all, ", "For me, " },
        { "the plot", "the acting", "the music", "the ending", "the dialogue", "the camera work",
          "the first half", "the main character", "the humour", "the pacing" },
        { Words { " was a joy from start to finish.", " is wonderful.", " won me over completely.",
                  " was better than I had hoped.", " is the best thing about this film.",
                  " made me want to watch it again.", " was superb.", " is fresh and clever.",
                  " deserves every prize.", " kept me smiling for hours.", " works beautifully.",
                  " is a real pleasure." },
          Words { " was a mess from start to finish.", " is dreadful.", " bored me to tears.",
                  " was worse than I had feared.", " is the weakest part of this film.",
                  " made me want to leave.", " was awful.", " is stale and lazy.",
                  " deserves no prize at all.", " put me to sleep.", " fails badly.",
                  " is a real disappointment." } },
        { "positive", "negative" }
    };
    return kReviews;
}

const Sentences& koreanReviews()
{
    static const Sentences kReviews {
        { "", "솔직히 ", "전체적으로 ", "나에게는 " },
        { "줄거리가", "연기가", "음악이", "결말이", "대사가", "촬영이", "전반부가", "주인공이",
          "유머가", "전개가" },
        { Words { " 처음부터 끝까지 즐거웠다.", " 정말 훌륭했다.", " 마음에 쏙 들었다.",
                  " 기대보다 좋았다.", " 이 영화의 가장 큰 장점이다.", " 다시 보고 싶을 만큼 좋다.",
                  " 최고였다.", " 신선하고 재치 있다.", " 상을 받을 만하다.",
                  " 오래 미소 짓게 했다.", " 아름답게 어우러진다.", " 참 매력적이다." },
          Words { " 처음부터 끝까지 엉망이었다.", " 정말 형편없었다.", " 너무 지루했다.",
                  " 걱정보다 더 나빴다.", " 이 영화의 가장 큰 단점이다.",
                  " 나가고 싶을 만큼 나쁘다.", " 최악이었다.", " 낡고 게으르다.",
                  " 상을 받을 자격이 없다.", " 잠이 오게 했다.", " 전혀 어울리지 않는다.",
                  " 참 실망스럽다." } },
        { "긍정", "부정" }
    };
    return kReviews;
}

std::string capitalised(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

/// Labels in turns, so that any beginning of the table is balanced too; no sentence twice.
std::vector<Row> reviews(const Sentences& parts, std::size_t rows, std::uint64_t seed)
{
    std::array<std::vector<std::size_t>, 2> orders;
    const std::size_t perLabel
        = parts.openings.size() * parts.subjects.size() * parts.opinions[0].size();
    for (std::size_t label = 0; label < 2; ++label) {
        orders[label] = shuffledIndices(perLabel, 2 * seed + label);
    }
    std::vector<Row> table;
    for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t label = i % 2;
        std::size_t place = orders[label][i / 2];
        const char* opening = parts.openings[place % parts.openings.size()];
        place /= parts.openings.size();
        const char* subject = parts.subjects[place % parts.subjects.size()];
        place /= parts.subjects.size();
        table.push_back(
            { capitalised(std::string(opening) + subject + parts.opinions[label][place]),
              parts.labels[label] });
    }
    return table;
}

/// Sums of two numbers of three digits.
std::vector<Row> sums(std::size_t rows, std::uint64_t seed)
{
    base::Rng rng(seed);
    std::set<std::pair<std::uint64_t, std::uint64_t>> known;
    std::vector<Row> table;
    while (table.size() < rows) {
        const std::uint64_t a = 100 + rng.below(900);
        const std::uint64_t b = 100 + rng.below(900);
        if (known.emplace(a, b).second) {
            table.push_back({ std::to_string(a), std::to_string(b), std::to_string(a + b) });
        }
    }
    return table;
}

constexpr std::array kEnglishWords {
    "apple",  "beach",  "bottle", "bread",  "bridge", "butter", "candle", "castle", "chair",
    "circle", "cloud",  "coffee", "corner", "cousin", "dinner", "doctor", "dragon", "engine",
    "farmer", "finger", "flower", "forest", "friend", "garlic", "guitar", "hammer", "island",
    "jacket", "kitten", "ladder", "lemon",  "letter", "market", "mirror", "monkey", "morning",
    "needle", "number", "orange", "paper",  "pencil", "people", "pepper", "planet", "pocket",
    "potato", "rabbit", "river",  "sailor", "school", "shadow", "silver", "spider", "spring",
    "stone",  "street", "summer", "table",  "ticket", "tiger",  "tomato", "travel", "turtle",
    "valley", "violin", "winter", "yellow", "zebra",
};

constexpr std::array kKoreanWords {
    "구급차", "기차역",     "김치찌개", "나침반", "냉장고",   "다람쥐",   "도서관",   "동화책",
    "떡볶이", "목걸이",     "무지개",   "미용실", "민들레",   "발자국",   "배드민턴", "복숭아",
    "비행기", "빨래방",     "사진기",   "선생님", "소나기",   "손목시계", "수영장",   "신호등",
    "씨름판", "아이스크림", "야구장",   "여행사", "오렌지",   "우체국",   "운동장",   "유치원",
    "자동차", "자전거",     "장난감",   "저금통", "주전자",   "지하철",   "초콜릿",   "카메라",
    "코끼리", "텔레비전",   "편지지",   "피아노", "하모니카", "해바라기", "호랑이",   "휴대전화",
};

/// The letters of a word in another order.
std::string scrambled(std::string_view word, base::Rng& rng)
{
    std::vector<char32_t> letters;
    for (std::size_t at = 0; at < word.size();) {
        const base::CodePoint next = base::decodeUtf8(word, at);
        letters.push_back(next.codePoint);
        at += next.length;
    }
    std::string text(word);
    while (text == word) {
        for (std::size_t i = letters.size(); i > 1; --i) {
            std::swap(letters[i - 1], letters[static_cast<std::size_t>(rng.below(i))]);
        }
        text.clear();
        for (const char32_t letter : letters) {
            base::appendUtf8(text, letter);
        }
    }
    return text;
}

template<std::size_t N>
std::vector<Row> anagrams(const std::array<const char*, N>& words, std::size_t rows,
                          std::uint64_t seed)
{
    base::Rng rng(seed);
    std::vector<Row> table;
    for (const std::size_t place : shuffledIndices(N, seed)) {
        if (table.size() < rows) {
            table.push_back({ scrambled(words[place], rng), words[place] });
        }
    }
    return table;
}

/// So much at first, so much taken away and so much added, in the words of several places.
std::vector<Row> wordProblems(std::size_t rows, std::uint64_t seed)
{
    struct Place {
        const char* had;
        const char* lost;
        const char* got;
        const char* question;
    };
    static constexpr std::array kPlaces {
        Place { "A cafeteria baked # rolls.", "Guests ate #.", "The baker made # more.",
                "How many rolls are there now?" },
        Place { "A tennis club owns # balls.", "# got lost in the hedge.",
                "The club bought # new ones.", "How many balls does the club have?" },
        Place { "A train left with # people.", "At the first stop # got off.", "Then # got on.",
                "How many people are on the train?" },
        Place { "A shelf held # books.", "# were lent out.", "# came back.",
                "How many books are on the shelf?" },
        Place { "A farm had # hens.", "# were sold.", "# chicks grew up to be hens.",
                "How many hens are there?" },
        Place { "A jar held # coins.", "# were spent.", "# were put in.",
                "How many coins are in the jar?" },
    };
    const auto filled = [](const char* text, std::uint64_t number) {
        std::string result = text;
        return result.replace(result.find('#'), 1, std::to_string(number));
    };
    base::Rng rng(seed);
    std::set<std::string> known;
    std::vector<Row> table;
    while (table.size() < rows) {
        const Place& place = kPlaces[static_cast<std::size_t>(rng.below(kPlaces.size()))];
        const std::uint64_t had = 20 + rng.below(70);
        const std::uint64_t lost = 3 + rng.below(had - 5);
        const std::uint64_t got = 2 + rng.below(40);
        const std::string question = filled(place.had, had) + ' ' + filled(place.lost, lost) + ' '
            + filled(place.got, got) + ' ' + place.question;
        if (known.insert(question).second) {
            const std::string left = std::to_string(had - lost);
            const std::string answer = std::to_string(had - lost + got);
            table.push_back({ question,
                              std::to_string(had) + " - " + std::to_string(lost) + " = " + left
                                  + ". " + left + " + " + std::to_string(got) + " = " + answer
                                  + '.',
                              answer });
        }
    }
    return table;
}

/// A set, and how it is made.
struct Recipe {
    GalleryDataSet set;
    std::vector<std::string> columns;
    std::size_t most; ///< rows
    std::vector<Row> (*make)(std::size_t rows, std::uint64_t seed);
};

const std::vector<Recipe>& recipes()
{
    static const std::vector<Recipe> kRecipes {
        { { "reviews", "sentiment", "Reviews (synthetic)", 200 },
          { "text", "label" },
          960,
          [](std::size_t rows, std::uint64_t seed) {
              return reviews(englishReviews(), rows, seed);
          } },
        { { "sums", "addition", "Three-digit sums (generated)", 200 },
          { "a", "b", "sum" },
          100'000,
          sums },
        { { "anagrams", "unscramble", "Scrambled words (generated)", kEnglishWords.size() },
          { "letters", "word" },
          kEnglishWords.size(),
          [](std::size_t rows, std::uint64_t seed) {
              return anagrams(kEnglishWords, rows, seed);
          } },
        { { "word-problems", "cafeteria-steps", "Word problems (synthetic)", 100 },
          { "question", "rationale", "answer" },
          10'000,
          wordProblems },
        { { "reviews-ko", "sentiment-ko", "틀로 만든 감상평 (합성)", 200 },
          { "text", "label" },
          960,
          [](std::size_t rows, std::uint64_t seed) {
              return reviews(koreanReviews(), rows, seed);
          } },
        { { "anagrams-ko", "unscramble-ko", "뒤섞인 낱말 (생성)", kKoreanWords.size() },
          { "letters", "word" },
          kKoreanWords.size(),
          [](std::size_t rows, std::uint64_t seed) { return anagrams(kKoreanWords, rows, seed); } },
    };
    return kRecipes;
}

} // namespace

const std::vector<GalleryDataSet>& galleryDataSets()
{
    static const std::vector<GalleryDataSet> kSets = [] {
        std::vector<GalleryDataSet> sets;
        for (const Recipe& recipe : recipes()) {
            sets.push_back(recipe.set);
        }
        return sets;
    }();
    return kSets;
}

base::Result<ExampleTable> makeDataSet(std::string_view id, std::size_t rows, std::uint64_t seed)
{
    return base::guarded("makeDataSet", [&]() -> base::Result<ExampleTable> {
        const auto found = std::find_if(recipes().begin(), recipes().end(),
                                        [&](const Recipe& recipe) { return recipe.set.id == id; });
        if (found == recipes().end()) {
            return base::invalidArgument("cannot make the data set",
                                         "there is none called " + std::string(id));
        }
        if (rows > found->most) {
            return base::invalidArgument("cannot make the data set",
                                         "it has at most " + base::grouped(found->most) + " rows");
        }
        ExampleTable table;
        table.columns = found->columns;
        table.rows = found->make(rows, seed);
        return table;
    });
}

} // namespace fe::evaluation
