// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whose prediction is looked at: masked tokens, the last real token, the last of all.
#include "analysis/predicted_place.h"
#include "formats/model_package.h"

#include <QtTest>

using namespace fe;
using namespace fe::analysis;

namespace {

tokenizers::TokenizerPtr tokenizerOf(const std::string& model)
{
    const auto package
        = formats::openPackage(std::string(FE_TEST_DATA) + "/models/" + model + "/checkpoint");
    auto tokenizer = package ? tokenizers::loadTokenizer(**package) : package.error();
    if (!tokenizer) {
        qFatal("%s", tokenizer.error().oneLine().c_str());
    }
    return *tokenizer;
}

models::ModelInfo kind(const char* name)
{
    models::ModelInfo info;
    info.kind = name;
    return info;
}

std::vector<models::TokenId> idsOf(const tokenizers::Tokenizer& tokenizer, const char* text)
{
    return tokenizer.encode(text)->ids;
}

} // namespace

class TestPredictedPlace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodersAreAskedAtTheirMask_data();
    void encodersAreAskedAtTheirMask();
    void othersAreAskedAtTheirEnd();
    void wordsAreNoMasks();
    void promptsMustMeanOnePlace();
};

void TestPredictedPlace::encodersAreAskedAtTheirMask_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("masked");
    for (const auto& [model, mask] : { std::pair("bert_mlm_legacy", QStringLiteral("[MASK]")),
                                       std::pair("roberta", QStringLiteral("<mask>")) }) {
        const auto row = [model = model](const char* name, const QString& text, bool masked) {
            QTest::addRow("%s, %s", model, name) << QString::fromLatin1(model) << text << masked;
        };
        row("one mask", QStringLiteral("a cat %1 here").arg(mask), true);
        row("two masks", QStringLiteral("a %1 sat %1").arg(mask), true);
        row("a mask at the end", QStringLiteral("a cat sat %1").arg(mask), true);
        row("no mask", QStringLiteral("a cat sat"), false);
        row("nothing at all", QString(), false);
    }
}

void TestPredictedPlace::encodersAreAskedAtTheirMask()
{
    QFETCH(const QString, model);
    QFETCH(const QString, text);
    QFETCH(const bool, masked);
    const auto tokenizer = tokenizerOf(model.toStdString());
    const auto ids = idsOf(*tokenizer, text.toUtf8().constData());
    const std::int64_t place = predictedPlace(kind("encoder"), ids, tokenizer.get());
    const auto masks = maskedPlaces(ids, tokenizer.get());
    QCOMPARE(masks.empty(), !masked);
    const auto last = static_cast<std::int64_t>(ids.size()) - 1;
    if (text.isEmpty()) {
        QCOMPARE(place, last); // special tokens alone
        return;
    }
    QVERIFY(tokenizer->isSpecial(ids.back()));
    const std::string at = tokenizer->token(ids[static_cast<std::size_t>(place)]);
    if (masked) {
        QCOMPARE(masks.size(),
                 static_cast<std::size_t>(text.count(QStringLiteral("ask"))
                                          + text.count(QStringLiteral("ASK"))));
        QCOMPARE(place, masks.front());
        QVERIFY(at == "[MASK]" || at == "<mask>");
    } else {
        QCOMPARE(place, last - 1); // the separator says nothing of the text
    }
}

void TestPredictedPlace::othersAreAskedAtTheirEnd()
{
    const auto tokenizer = tokenizerOf("bert_mlm_legacy");
    const auto ids = idsOf(*tokenizer, "a cat [MASK] here");
    const auto last = static_cast<std::int64_t>(ids.size()) - 1;
    QCOMPARE(predictedPlace(kind("decoder"), ids, tokenizer.get()), last);
    QCOMPARE(predictedPlace(kind("encoder-decoder"), ids, tokenizer.get()), last);
    QCOMPARE(predictedPlace(kind("encoder"), ids, nullptr), last); // nothing is known of the ids
    QVERIFY(maskedPlaces(ids, nullptr).empty());
}

void TestPredictedPlace::wordsAreNoMasks()
{
    const auto tokenizer = tokenizerOf("bert_mlm_legacy");
    QVERIFY(maskedPlaces(idsOf(*tokenizer, "a mask ##mask <the mask>"), tokenizer.get()).empty());
}

void TestPredictedPlace::promptsMustMeanOnePlace()
{
    const auto tokenizer = tokenizerOf("bert_mlm_legacy");
    const auto one = idsOf(*tokenizer, "a [MASK] sat");
    const auto same = idsOf(*tokenizer, "b [MASK] sat");
    const auto other = idsOf(*tokenizer, "a sat [MASK]");
    const models::ModelInfo info = kind("encoder");
    QCOMPARE(*sharedPredictedPlace(info, one, same, tokenizer.get()), std::int64_t { 2 });
    QCOMPARE(one.size(), other.size());
    const auto refused = sharedPredictedPlace(info, one, other, tokenizer.get());
    QVERIFY(!refused && refused.error().code == base::ErrorCode::InvalidArgument);
    // Other lengths are refused by who compares, with the numbers.
    QVERIFY(sharedPredictedPlace(info, one, idsOf(*tokenizer, "a [MASK]"), tokenizer.get()));
}

QTEST_GUILESS_MAIN(TestPredictedPlace)
#include "tst_predicted_place.moc"
